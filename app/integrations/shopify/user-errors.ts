/** A refusal inside a payload; `code` where the type has one. */
export type UserError = { field: string[] | null; message: string; code?: string | null };

/** userErrors in one line, or null when there are none: `customerId: Customer not found [INVALID]`. */
export function describeUserErrors(errors: readonly UserError[]): string | null {
  if (errors.length === 0) return null;
  return errors
    .map(({ field, message, code }) => {
      const place = field && field.length > 0 ? `${field.join(".")}: ` : "";
      return `${place}${message}${code ? ` [${code}]` : ""}`;
    })
    .join("; ");
}
