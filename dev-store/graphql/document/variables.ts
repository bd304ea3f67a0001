import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLScalarType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from "graphql";

import { adminSchema } from "../admin-schema";
import type { WireError } from "../api-error";

type Problem = { path: (string | number)[]; explanation: string; message?: string };

/** The INVALID_VARIABLE errors of the given values, one for each variable that does not fit; empty when all do. */
export function variableErrors(
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): WireError[] {
  const errors: WireError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(adminSchema(), definition.type) as GraphQLInputType | undefined;
    const value = values[name];
    if (!type || (value === undefined && (definition.defaultValue || !isNonNullType(type)))) continue;
    const problems = problemsOf(value ?? null, type, []);
    if (problems.length === 0) continue;
    const { line, column } = definition.loc
      ? { line: definition.loc.startToken.line, column: definition.loc.startToken.column }
      : { line: 1, column: 1 };
    errors.push({
      message: `Variable $${name} of type ${print(definition.type)} was provided invalid value${summary(problems)}`,
      locations: [{ line, column }],
      extensions: { code: "INVALID_VARIABLE", value: value ?? null, problems },
    });
  }
  return errors;
}

function summary(problems: Problem[]): string {
  const located = problems.filter(({ path }) => path.length > 0);
  if (located.length === 0) return "";
  return ` for ${located.map(({ path, explanation }) => `${path.join(".")} (${explanation})`).join(", ")}`;
}

function problemsOf(value: unknown, type: GraphQLInputType, path: (string | number)[]): Problem[] {
  const given = value ?? null;
  if (isNonNullType(type)) {
    return given === null
      ? [{ path, explanation: "Expected value to not be null" }]
      : problemsOf(given, type.ofType, path);
  }
  if (given === null) return [];
  if (isListType(type)) {
    const items: unknown[] = Array.isArray(given) ? given : [given];
    return items.flatMap((item, index) => problemsOf(item, type.ofType, [...path, index]));
  }
  return isInputObjectType(type) ? objectProblems(given, type, path) : leafProblems(given, type, path);
}

function leafProblems(
  value: unknown,
  type: GraphQLScalarType | GraphQLEnumType,
  path: (string | number)[],
): Problem[] {
  if (isEnumType(type)) {
    const names = type.getValues().map((member) => member.name);
    if (typeof value === "string" && names.includes(value)) return [];
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be one of: ${names.join(", ")}` }];
  }
  const explanation = scalarProblem(type.name, value);
  if (!explanation) return [];
  return [type.name === "Decimal" ? { path, explanation, message: explanation } : { path, explanation }];
}

function objectProblems(value: unknown, type: GraphQLInputObjectType, path: (string | number)[]): Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` }];
  }
  const given = value as Record<string, unknown>;
  const fields = type.getFields();
  const problems = Object.keys(given)
    .filter((name) => !(name in fields))
    .map((name): Problem => ({ path: [...path, name], explanation: `Field is not defined on ${type.name}` }));
  for (const field of Object.values(fields)) {
    const absent = given[field.name] === undefined;
    if (absent && (field.defaultValue !== undefined || !isNonNullType(field.type))) continue;
    problems.push(...problemsOf(given[field.name] ?? null, field.type, [...path, field.name]));
  }
  const set = Object.values(given).filter((item) => item !== undefined && item !== null).length;
  if (type.isOneOf && set !== 1) {
    problems.push({
      path,
      explanation: `'${type.name}' requires exactly one argument, but ${set} were provided.`,
    });
  }
  return problems;
}

type Check = { fits: (value: unknown) => boolean; explain: (text: string) => string };

const CHECKS: Record<string, Check> = {
  Int: {
    fits: (value) => Number.isInteger(value),
    explain: (text) => `Could not coerce value ${text} to Int`,
  },
  Float: {
    fits: (value) => typeof value === "number",
    explain: (text) => `Could not coerce value ${text} to Float`,
  },
  String: {
    fits: (value) => typeof value === "string",
    explain: (text) => `Could not coerce value ${text} to String`,
  },
  Boolean: {
    fits: (value) => typeof value === "boolean",
    explain: (text) => `Could not coerce value ${text} to Boolean`,
  },
  ID: {
    fits: (value) => typeof value === "string" || Number.isInteger(value),
    explain: (text) => `Could not coerce value ${text} to ID`,
  },
  Decimal: { fits: isDecimal, explain: (text) => `invalid decimal ${text.replaceAll('"', "'")}` },
  Money: { fits: isDecimal, explain: (text) => `invalid money ${text.replaceAll('"', "'")}` },
  UnsignedInt64: {
    fits: (value) => /^\d+$/.test(String(value)),
    explain: (text) => `invalid unsigned 64-bit integer ${text}`,
  },
  DateTime: {
    fits: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
    explain: (text) => `invalid DateTime ${text}`,
  },
};

function isDecimal(value: unknown): boolean {
  return (typeof value === "string" || typeof value === "number") && /^-?\d+(\.\d+)?$/.test(String(value));
}

/** GIDs have their own refusal: `Invalid global id 'x'`. */
function scalarProblem(typeName: string, value: unknown): string | null {
  if (typeName === "ID" && value === "") return "Invalid global id ''";
  const check = CHECKS[typeName];
  return !check || check.fits(value) ? null : check.explain(JSON.stringify(value));
}
