/** A question's key as a name that Liquid takes. */
export function questionName(key: string): string {
  return key.replace(/-/g, "_");
}
