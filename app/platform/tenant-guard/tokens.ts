/** A piece of SQL. Names are lower case; whether one stood in quotes tells a column called "order" from the word ORDER. */
export type Token =
  | { kind: "name"; text: string; isQuoted: boolean }
  /** A placeholder and which value it takes, counted from 0. */
  | { kind: "parameter"; index: number }
  | { kind: "literal"; text: string }
  | { kind: "sign"; text: string };

/** Tokens with what stands in parentheses as one node. */
export type Node = Token | Group;
export type Group = { kind: "group"; nodes: readonly Node[] };

const SPACE = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/y;
const PIECE =
  /([A-Za-z_@][\w$]*)|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[(\w+)\]|('(?:[^']|'')*'|\d[\d.eE]*)|(\?\d*|\$\d+)|(<=>|<>|!=|<=|>=|==|::|->>|->|\|\||[^\s\w])/y;

/** Reads SQL of SQLite and of PostgreSQL. Comments are left out. */
export function readSql(sql: string): readonly Node[] {
  const stack: Node[][] = [[]];
  let parameters = 0;
  let at = 0;
  while (at < sql.length) {
    SPACE.lastIndex = at;
    if (SPACE.test(sql)) {
      at = SPACE.lastIndex;
      continue;
    }
    PIECE.lastIndex = at;
    const match = PIECE.exec(sql);
    if (!match) break;
    at = PIECE.lastIndex;
    const token = tokenOf(match, parameters);
    if (token.kind === "parameter") parameters += 1;
    place(stack, token);
  }
  while (stack.length > 1) close(stack);
  return stack[0] ?? [];
}

function place(stack: Node[][], token: Token): void {
  if (token.kind === "sign" && token.text === "(") stack.push([]);
  else if (token.kind === "sign" && token.text === ")") close(stack);
  else stack.at(-1)?.push(token);
}

function close(stack: Node[][]): void {
  if (stack.length === 1) return;
  const nodes = stack.pop() ?? [];
  stack.at(-1)?.push({ kind: "group", nodes });
}

function tokenOf(match: RegExpExecArray, parameters: number): Token {
  const [, bare, quoted, ticked, bracketed, literal, placeholder, sign = ""] = match;
  if (bare !== undefined) return { kind: "name", text: bare.toLowerCase(), isQuoted: false };
  const name = quoted ?? ticked ?? bracketed;
  if (name !== undefined) return { kind: "name", text: name.toLowerCase(), isQuoted: true };
  if (literal !== undefined) return { kind: "literal", text: literal };
  if (placeholder === undefined) return { kind: "sign", text: sign };
  const number = Number(placeholder.slice(1));
  return { kind: "parameter", index: number > 0 ? number - 1 : parameters };
}

/** Whether a node is the word, as SQL and not as somebody's name. */
export function isWord(node: Node | undefined, ...words: readonly string[]): boolean {
  return node?.kind === "name" && !node.isQuoted && words.includes(node.text);
}

export function isSign(node: Node | undefined, text: string): boolean {
  return node?.kind === "sign" && node.text === text;
}

/** Whether parentheses hold a query of their own. */
export function isQuery(node: Node | undefined): boolean {
  return (
    node?.kind === "group" && isWord(node.nodes[0], "select", "with", "values", "insert", "update", "delete")
  );
}

/** The parts of a list between the nodes that `isBreak` finds. CASE … END stays whole. */
export function splitBy(nodes: readonly Node[], isBreak: (node: Node) => boolean): Node[][] {
  const parts: Node[][] = [[]];
  let depth = 0;
  for (const node of nodes) {
    if (isWord(node, "case")) depth += 1;
    else if (isWord(node, "end")) depth -= 1;
    if (depth === 0 && isBreak(node)) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

export function splitByComma(nodes: readonly Node[]): Node[][] {
  return splitBy(nodes, (node) => isSign(node, ","));
}
