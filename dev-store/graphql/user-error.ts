/** An error inside a mutation's payload: the call worked, the wish could not be granted. */
export type UserError = { field: string[] | null; message: string; code?: string | null };

/** `{ field, message, code }`; fields of the payload's error type that are not given are null. */
export function userError(field: string[] | null, message: string, code: string | null = null): UserError {
  return { field, message, code };
}
