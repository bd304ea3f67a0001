import { getNamedType, type GraphQLOutputType, isInterfaceType, isObjectType, isUnionType } from "graphql";

import { apiError } from "./api-error";
import { requiredAccess } from "./admin-schema";

const DOCUMENTATION = "https://shopify.dev/api/usage/access-scopes";
const PROTECTED_DATA = "https://shopify.dev/docs/apps/launch/protected-customer-data";

/** The scopes as granted, with the reads that writes imply. */
export function grantedScopes(scopes: readonly string[]): Set<string> {
  return new Set(scopes.flatMap((scope) => [scope, scope.replace(/^write_/, "read_")]));
}

/** Throws ACCESS_DENIED when a field, or what it returns, needs a scope that was not granted. */
export function checkFieldAccess(
  field: { typeName: string; fieldName: string; returns: GraphQLOutputType },
  scopes: ReadonlySet<string>,
): void {
  const required =
    requiredAccess(field.typeName, field.fieldName) ?? requiredAccess(subjectOf(field.returns), null);
  if (required && !grants(required, scopes)) throw accessDenied(field.fieldName, required);
}

/** Throws ACCESS_DENIED unless the scope is granted: for fields whose need depends on the id they are given. */
export function requireScope(fieldName: string, scope: string, scopes: ReadonlySet<string>): void {
  if (!scopes.has(scope)) throw accessDenied(fieldName, `\`${scope}\` access scope.`);
}

/** The ACCESS_DENIED error of a type reached by `node(id:)`; null when it may be read. */
export function typeAccessError(
  typeName: string,
  fieldName: string,
  scopes: ReadonlySet<string>,
): Error | null {
  const required = requiredAccess(typeName, null);
  return required && !grants(required, scopes) ? accessDenied(fieldName, required) : null;
}

function accessDenied(fieldName: string, required: string) {
  const message = `Access denied for ${fieldName} field. Required access: ${required}`;
  return apiError("ACCESS_DENIED", message, { documentation: DOCUMENTATION, requiredAccess: required });
}

/** The error beside a personal field that the app is not approved for. */
export function notApproved(fieldName: string) {
  const message = `This app is not approved to use the ${fieldName} field. See ${PROTECTED_DATA} for more details.`;
  return apiError("ACCESS_DENIED", message, { documentation: PROTECTED_DATA });
}

const verdicts = new Map<string, { anyOf: string[]; allOf: string[] }>();

/** The first sentence lists scopes of which one is enough; "Requires `x` scope" after "Also:" is needed as well. */
function grants(required: string, scopes: ReadonlySet<string>): boolean {
  let need = verdicts.get(required);
  if (!need) {
    const [main = "", also = ""] = required.split(" Also: ");
    const anyOf = [...main.matchAll(/`((?:read|write)_\w+)`/g)].map(([, scope = ""]) => scope);
    const allOf = [...also.matchAll(/[Rr]equires (?:the )?`?((?:read|write)_\w+)`?/g)].map(
      ([, scope = ""]) => scope,
    );
    need = { anyOf, allOf };
    verdicts.set(required, need);
  }
  return (need.anyOf.length === 0 || need.anyOf.some((scope) => scopes.has(scope))) &&
    need.allOf.every((scope) => scopes.has(scope)); // prettier-ignore
}

const subjects = new Map<string, string>();

/** The type a field is about: of a connection, what its nodes are. */
function subjectOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  const known = subjects.get(named.name);
  if (known) return known;
  let subject = named.name;
  if (isObjectType(named) && named.name.endsWith("Connection")) {
    const nodes = named.getFields()["nodes"];
    if (nodes) subject = getNamedType(nodes.type).name;
  } else if (isInterfaceType(named) || isUnionType(named)) {
    subject = "";
  }
  subjects.set(named.name, subject);
  return subject;
}
