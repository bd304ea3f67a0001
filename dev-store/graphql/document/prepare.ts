import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";

import { adminSchema } from "../admin-schema";
import type { WireError } from "../api-error";
import { indexPaths } from "./paths";
import { nameArgument, shopifyValidationError } from "./validation-errors";

export type PreparedDocument = {
  document: DocumentNode;
  operations: readonly OperationDefinitionNode[];
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

export type Preparation =
  { kind: "ready"; prepared: PreparedDocument } | { kind: "refused"; errors: WireError[] };

const prepared = new LRUCache<string, Preparation>({ max: 200 });

/** Parses and validates a document against the schema; the answer for a text is remembered. */
export function prepareDocument(text: string): Preparation {
  const known = prepared.get(text);
  if (known) return known;
  const preparation = prepare(text);
  prepared.set(text, preparation);
  return preparation;
}

/** The document, or the syntax error as Shopify words it. */
export function parseDocument(
  text: string,
): { kind: "parsed"; document: DocumentNode } | { kind: "broken"; error: WireError } {
  try {
    return { kind: "parsed", document: parse(text) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { kind: "broken", error: syntaxError(text, error) };
  }
}

function prepare(text: string): Preparation {
  const parsed = parseDocument(text);
  if (parsed.kind === "broken") return { kind: "refused", errors: [parsed.error] };
  const { document } = parsed;
  const paths = indexPaths(document);
  const found = [...validate(adminSchema(), document)].sort((a, b) => positionOf(a) - positionOf(b));
  if (found.length > 0)
    return { kind: "refused", errors: found.map((error) => translated(error, { document, paths })) };
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return {
    kind: "ready",
    prepared: { document, operations, fragments: new Map(fragments.map((node) => [node.name.value, node])) },
  };
}

type Source = { document: DocumentNode; paths: WeakMap<ASTNode, string[]> };

function translated(error: GraphQLError, { document, paths }: Source): WireError {
  const node = error.nodes?.[0];
  const wire = nameArgument(shopifyValidationError(error, paths), (node && paths.get(node)) ?? []);
  return wire.extensions?.["code"] === "variableNotUsed" ? atOperation(wire, error, document) : wire;
}

/** Of a variable that is not used Shopify points at the operation that declares it. */
function atOperation(wire: WireError, error: GraphQLError, document: DocumentNode): WireError {
  const at = error.positions?.[0] ?? 0;
  const start = document.definitions.find(({ loc }) => loc && loc.start <= at && at < loc.end)?.loc
    ?.startToken;
  return start ? { ...wire, locations: [{ line: start.line, column: start.column }] } : wire;
}

function positionOf(error: GraphQLError): number {
  // Unused variables are told after the fields, as Shopify does.
  return /^Variable .* is never used/.test(error.message) ? Infinity : (error.positions?.[0] ?? 0);
}

function syntaxError(text: string, error: GraphQLError): WireError {
  const unexpected =
    /(?:found|Unexpected) (?:(?:Name|Int|Float|String) )?(.+?)\.?$/.exec(error.message)?.[1] ?? "token";
  const atEnd = unexpected.startsWith("<EOF>");
  const at = atEnd ? lastToken(text) : (error.locations?.[0] ?? { line: 1, column: 1 });
  const what = atEnd ? "end of file" : unexpected;
  return {
    message: `syntax error, unexpected ${what} at [${at.line}, ${at.column}]`,
    locations: [{ line: at.line, column: at.column }],
    extensions: { code: "PARSE_ERROR" },
  };
}

/** Shopify points at the last thing it read, not behind it. */
function lastToken(text: string): { line: number; column: number } {
  const trimmed = text.trimEnd();
  const lines = trimmed.split("\n");
  const last = lines.at(-1) ?? "";
  const token = /(\w+|[^\w\s])\s*$/.exec(last)?.[1] ?? "";
  return { line: Math.max(1, lines.length), column: Math.max(1, last.length - token.length + 1) };
}
