import { GraphQLError } from "graphql";

/** An error of one field with Shopify's `extensions.code`; the field becomes null. */
export function apiError(code: string, message: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

/** What the real shop can do and the stand-in cannot: said loudly, never answered with an invention. */
export function notInDevStore(subject: string): GraphQLError {
  return apiError("NOT_IN_DEV_STORE", `${subject} is not in the dev-store yet`);
}

export type WireError = {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
};

/** An error of execution as Shopify writes it; anything unforeseen becomes an internal server error. */
export function wireError(error: GraphQLError, requestId: string): WireError {
  const cause = error.originalError;
  const foreseen = Object.keys(error.extensions).length > 0 || cause === undefined;
  return {
    message: foreseen
      ? error.message
      : `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId}`,
    ...(error.locations && { locations: error.locations.map(({ line, column }) => ({ line, column })) }),
    extensions: foreseen
      ? { code: "INTERNAL_SERVER_ERROR", ...error.extensions }
      : { code: "INTERNAL_SERVER_ERROR", requestId, cause: cause.stack ?? cause.message },
    ...(error.path && { path: error.path }),
  };
}
