import type { StaticAnalysis } from "liquidjs";

import { textLiquid } from "./liquid.server";
import { variableOfAddress } from "./rules/inline";
import {
  isOptionalVariable,
  suggestVariable,
  typeOfItemField,
  typeOfVariable,
  type VariableType,
} from "./rules/variables";
import type { Problem } from "./schema";

/** A problem of one text; where the text stands is added by whoever asked. */
export type SourceProblem = Pick<Problem, "code" | "severity" | "line" | "column" | "snippet" | "params">;

type Analysed = { analysis: StaticAnalysis; problems: [] } | { analysis: null; problems: SourceProblem[] };

/** What is wrong with the Liquid of a text: it cannot be read, or it names what there is not. */
export function inspectLiquid(source: string): SourceProblem[] {
  if (!/\{[{%]/.test(source)) return [];
  const { analysis, problems } = analyse(source);
  if (!analysis) return problems;
  return [...unknownVariables(source, analysis), ...unguardedVariables(source)];
}

/** Whether an address is one: http(s), or a variable that holds one. Liquid in it is checked apart. */
export function inspectAddress(source: string): SourceProblem[] {
  const url = source.trim();
  if (url === "") return [problemAt(source, { code: "address-missing", line: null, column: null })];
  const path = variableOfAddress(url);
  const isFine = path ? typeInSource(path) === "url" : /^https?:\/\/[^\s"'<>\\]+$/i.test(withoutSpaces(url));
  return isFine
    ? []
    : [problemAt(source, { code: "address-not-web", line: 1, column: 1 }, { value: url.slice(0, 120) })];
}

/** Liquid may hold spaces where an address may not. */
function withoutSpaces(url: string): string {
  return url.replace(/\{\{[\s\S]*?\}\}/g, "x");
}

function typeInSource(path: string): VariableType | null {
  const type = typeOfVariable(path);
  if (type) return type;
  // Of an item of a list: which list, only the loop around it knows.
  const [, field = ""] = path.split(".");
  return typeOfItemField("cart.lines", field);
}

function analyse(source: string): Analysed {
  try {
    return { analysis: textLiquid.analyzeSync(textLiquid.parse(source)), problems: [] };
  } catch (error) {
    return { analysis: null, problems: [describeLiquidError(error, source)] };
  }
}

type Positioned = Error & { token?: { getPosition: () => [number, number] } };

/** A refusal of Liquid as a problem: which, and where. */
export function describeLiquidError(error: unknown, source: string): SourceProblem {
  const { message, token } = error as Positioned;
  const [line, column] = token?.getPosition() ?? [null, null];
  const said = message.split("\n")[0]?.replace(/, line:.*$/, "") ?? "";
  const [code, name] = kindOf(said);
  return problemAt(source, { code, line, column }, { message: said.slice(0, 200), name });
}

function kindOf(said: string): [Problem["code"], string] {
  const tag = /^tag "(.*)" not found/.exec(said)?.[1];
  if (tag !== undefined) return ["liquid-unknown-tag", tag];
  const filter = /^undefined filter: (.*)/.exec(said)?.[1];
  if (filter !== undefined) return ["liquid-unknown-filter", filter];
  const open = /(\{[{%].*?) not closed|"(.*)" not closed/.exec(said);
  return open ? ["liquid-not-closed", open[1] ?? open[2] ?? ""] : ["liquid-syntax", ""];
}

/** Loops of a source: what their item is called, and of which list it is. */
function loopsOf(source: string): Map<string, string> {
  const loops = source.matchAll(/\{%-?\s*for\s+(\w+)\s+in\s+([\w.]+)/g);
  return new Map([...loops].map(([, item = "", list = ""]) => [item, list]));
}

function unknownVariables(source: string, analysis: StaticAnalysis): SourceProblem[] {
  const loops = loopsOf(source);
  const problems: SourceProblem[] = [];
  for (const [root, variables] of Object.entries(analysis.variables)) {
    for (const { segments, location } of variables) {
      const names = segments.filter((segment): segment is string => typeof segment === "string");
      const path = names.join(".");
      const isGlobal = root in analysis.globals;
      const list = loops.get(root);
      const isKnown = isGlobal
        ? typeOfVariable(path) !== null
        : !list || names.length < 2 || typeOfItemField(list, names[1] ?? "") !== null;
      if (isKnown) continue;
      const suggestion = suggestVariable(path) ?? "";
      problems.push(
        problemAt(
          source,
          { code: "variable-unknown", line: location.row, column: location.col },
          { name: path, suggestion },
        ),
      );
    }
  }
  return problems;
}

/** Values that not everybody has, put out with nothing in their place: "Hello ,". */
function unguardedVariables(source: string): SourceProblem[] {
  const problems: SourceProblem[] = [];
  for (const match of source.matchAll(/\{\{-?\s*([\w.]+)([^}]*)\}\}/g)) {
    const [, path = "", rest = ""] = match;
    const isGuarded = rest.includes("default") || source.includes(`if ${path}`);
    if (!isOptionalVariable(path) || isGuarded) continue;
    const before = source.slice(0, match.index);
    const line = before.split("\n").length;
    const column = match.index - before.lastIndexOf("\n");
    problems.push({
      ...problemAt(source, { code: "variable-without-fallback", line, column }, { name: path }),
      severity: "warning",
    });
  }
  return problems;
}

/** Counted from 1; null when there is no telling. */
type Place = { line: number | null; column: number | null };

/** A blocking problem at a place of a text, with a piece of the text. */
export function problemAt(
  source: string,
  { line, column, code }: Place & Pick<Problem, "code">,
  params: Problem["params"] = {},
): SourceProblem {
  return { code, severity: "blocking", line, column, snippet: snippetOf(source, line, column), params };
}

const SNIPPET = 60;

function snippetOf(source: string, line: number | null, column: number | null): string | null {
  const text = line === null ? source : (source.split("\n")[line - 1] ?? "");
  const from = Math.max(0, (column ?? 1) - 1 - SNIPPET / 2);
  const piece = text.slice(from, from + SNIPPET).trim();
  return piece === "" ? null : piece;
}
