import { type ASTNode, type GraphQLError, print, Kind } from "graphql";

import type { WireError } from "../api-error";

type Translation = { message: string; code: string; more: Record<string, unknown> };
type Rule = { pattern: RegExp; translate: (found: string[], error: GraphQLError) => Translation };

/** A validation error of graphql-js in the words and with the `extensions` of Shopify's server. */
export function shopifyValidationError(error: GraphQLError, paths: WeakMap<ASTNode, string[]>): WireError {
  const node = error.nodes?.[0];
  const place = {
    ...(error.locations && {
      locations: error.locations.slice(0, 1).map(({ line, column }) => ({ line, column })),
    }),
    path: (node && paths.get(node)) ?? [],
  };
  for (const { pattern, translate } of RULES) {
    const found = pattern.exec(error.message);
    if (!found) continue;
    const { message, code, more } = translate(found.slice(1), error);
    return { message, ...place, extensions: { code, ...more } };
  }
  return { message: error.message, ...place, extensions: { code: "invalidDocument" } };
}

const RULES: Rule[] = [
  {
    pattern: /^Cannot query field "(\w+)" on type "(\w+)"/,
    translate: ([fieldName = "", typeName = ""]) => ({
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
      code: "undefinedField",
      more: { typeName, fieldName },
    }),
  },
  {
    pattern: /^Field "(\w+)" of type "([^"]+)" must have a selection of subfields/,
    translate: ([field = "", type = ""]) => ({
      message: `Field must have selections (field '${field}' returns ${bare(type)} but has no selections. Did you mean '${field} { ... }'?)`,
      code: "selectionMismatch",
      more: { nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  },
  {
    pattern: /^Field "(\w+)" must not have a selection since type "([^"]+)" has no subfields/,
    translate: ([field = "", type = ""], error) => ({
      message: `Selections can't be made on scalars (field '${field}' returns ${bare(type)} but has selections [${selectedNames(error)}])`,
      code: "selectionMismatch",
      more: { nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  },
  {
    pattern: /^Unknown argument "(\w+)" on field "(?:\w+)\.(\w+)"/,
    translate: ([argumentName = "", name = ""]) => ({
      message: `Field '${name}' doesn't accept argument '${argumentName}'`,
      code: "argumentNotAccepted",
      more: { name, typeName: "Field", argumentName },
    }),
  },
  {
    pattern: /^Field "(\w+)" argument "(\w+)" of type "[^"]+" is required, but it was not provided/,
    translate: ([name = "", argument = ""]) => ({
      message: `Field '${name}' is missing required arguments: ${argument}`,
      code: "missingRequiredArguments",
      more: { className: "Field", name, arguments: argument },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is never used in operation "(\w+)"|^Variable "\$(\w+)" is never used/,
    translate: ([named, operation, anonymous]) => ({
      message: `Variable $${named ?? anonymous ?? ""} is declared by ${operation ?? "anonymous query"} but not used`,
      code: "variableNotUsed",
      more: { variableName: named ?? anonymous },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is not defined(?: by operation "(\w+)")?/,
    translate: ([variableName = "", operation]) => ({
      message: `Variable $${variableName} is used by ${operation ?? "anonymous query"} but not declared`,
      code: "variableNotDefined",
      more: { variableName },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" of type "([^"]+)" used in position expecting type "([^"]+)"/,
    translate: ([variableName = "", given = "", wanted = ""], error) => ({
      message: `Type mismatch on variable $${variableName} and argument ${argumentOf(error)} (${given} / ${wanted})`,
      code: "variableMismatch",
      more: { variableName, typeName: given, argumentName: argumentOf(error), errorMessage: "Type mismatch" },
    }),
  },
  {
    pattern: /^Field "(\w+)" is not defined by type "(\w+)"/,
    translate: ([argumentName = "", name = ""]) => ({
      message: `InputObject '${name}' doesn't accept argument '${argumentName}'`,
      code: "argumentNotAccepted",
      more: { name, typeName: "InputObject", argumentName },
    }),
  },
  {
    pattern: /^Field "(\w+)\.(\w+)" of required type "([^"]+)" was not provided/,
    translate: ([inputObjectType = "", argumentName = "", argumentType = ""]) => ({
      message: `Argument '${argumentName}' on InputObject '${inputObjectType}' is required. Expected type ${argumentType}`,
      code: "missingRequiredInputObjectAttribute",
      more: { argumentName, argumentType, inputObjectType },
    }),
  },
  {
    pattern:
      /^(?:(?:Int|Float|String|Boolean|ID) cannot represent|Expected value of type "([^"]+)"|Value "[^"]*" does not exist in "(\w+)" enum|Enum "(\w+)" cannot represent)/,
    translate: ([type, member, named], error) => incompatibleLiteral(type ?? member ?? named, error),
  },
  {
    pattern: /^Unknown type "(\w+)"/,
    translate: ([typeName = ""], error) =>
      error.nodes?.[0]?.kind === Kind.NAMED_TYPE
        ? {
            message: `No such type ${typeName}, so it can't be a fragment condition`,
            code: "undefinedType",
            more: { typeName },
          }
        : { message: `${typeName} isn't a defined type`, code: "undefinedType", more: { typeName } },
  },
  {
    pattern: /^Unknown fragment "(\w+)"/,
    translate: ([fragmentName = ""]) => ({
      message: `Fragment ${fragmentName} was used, but not defined`,
      code: "useAndDefineFragment",
      more: { fragmentName },
    }),
  },
  {
    pattern: /^Fragment "(\w+)" is never used/,
    translate: ([fragmentName = ""]) => ({
      message: `Fragment ${fragmentName} was defined, but not used`,
      code: "useAndDefineFragment",
      more: { fragmentName },
    }),
  },
  {
    pattern:
      /^Fragment (?:"(\w+)" )?cannot be spread here as objects of type "(\w+)" can never be of type "(\w+)"/,
    translate: ([fragmentName, parentType = "", typeName = ""]) => ({
      message: `Fragment${fragmentName ? ` ${fragmentName}` : ""} on ${typeName} can't be spread inside ${parentType}`,
      code: "cannotSpreadFragment",
      more: { typeName, fragmentName: fragmentName ?? "unknown", parentName: parentType },
    }),
  },
];

function incompatibleLiteral(type: string | undefined, error: GraphQLError): Translation {
  const node = error.nodes?.[0];
  const value = node ? print(node) : "";
  const expected = type ?? error.message.split(" ")[0] ?? "";
  return {
    message: `Argument has an invalid value (${value}). Expected type '${expected}'.`,
    code: "argumentLiteralsIncompatible",
    more: { typeName: "CoercionError" },
  };
}

/** The argument whose literal does not fit stands one step above the literal: Shopify names it and its field. */
export function nameArgument(error: WireError, paths: readonly string[]): WireError {
  const [field, argument] = paths.slice(-2);
  if (error.extensions?.["code"] !== "argumentLiteralsIncompatible" || !field || !argument) return error;
  return {
    ...error,
    message: error.message.replace("Argument has", `Argument '${argument}' on Field '${field}' has`),
    extensions: { code: "argumentLiteralsIncompatible", typeName: "Field", argumentName: argument },
  };
}

function bare(type: string): string {
  return type.replace(/[[\]!]/g, "");
}

function selectedNames(error: GraphQLError): string {
  const node = error.nodes?.[0];
  if (node?.kind !== Kind.SELECTION_SET) return "";
  const names = node.selections.map((selection) =>
    selection.kind === Kind.INLINE_FRAGMENT ? "..." : selection.name.value,
  );
  return names.map((name) => `"${name}"`).join(", ");
}

function argumentOf(error: GraphQLError): string {
  const source = error.source?.body ?? "";
  const use = error.nodes?.[1]?.loc;
  const before = use ? source.slice(0, use.start) : "";
  return /(\w+)\s*:\s*\[?\s*$/.exec(before)?.[1] ?? "";
}
