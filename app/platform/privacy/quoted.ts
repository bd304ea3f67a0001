/** A name of a table or column as SQL writes it; from our own schema, never from outside. */
export const q = (name: string): string => `"${name}"`;

/** Several, with commas between. */
export const listed = (names: readonly string[]): string => names.map(q).join(", ");
