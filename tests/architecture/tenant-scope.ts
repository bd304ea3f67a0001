import ts from "typescript";

/** Where a table that no `shopId` divides, or that serves all shops, may be touched at all. */
export type SharedTables = Readonly<Record<string, readonly RegExp[]>>;

export type Rules = {
  /** Names of the models that have a `shopId`, as in the schema. */
  modelsOfShops: ReadonlySet<string>;
  /** By model; such a model needs no shop there, and may be touched nowhere else without one. */
  shared: SharedTables;
  /** Functions that look over all shops on purpose: they hand on ids, with the shop of each. */
  isSweep: (functionName: string) => boolean;
};

type File = { path: string; text: string };
type Finding = { node: ts.Node; what: string };

/** Methods whose `where` chooses rows. What creates rows is kept right by the types: `shopId` is required. */
const CHOOSING = new Set([
  "findUnique",
  "findUniqueOrThrow",
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "count",
  "aggregate",
  "groupBy",
  "update",
  "updateMany",
  "updateManyAndReturn",
  "upsert",
  "delete",
  "deleteMany",
]);

/** Queries of a file that do not name the shop whose rows they touch, as `path:line what`. */
export function findUnscoped(file: File, rules: Rules): string[] {
  const source = ts.createSourceFile(
    file.path,
    file.text,
    ts.ScriptTarget.Latest,
    true,
    scriptKind(file.path),
  );
  const findings: Finding[] = [];
  const visit = (node: ts.Node, functionName: string): void => {
    const name = nameOfFunction(node) ?? functionName;
    const what = rules.isSweep(name)
      ? null
      : (judgeCall(node, { file, rules }) ?? judgeSql(node, { file, rules }));
    if (what) findings.push({ node, what });
    ts.forEachChild(node, (child) => visit(child, name));
  };
  visit(source, "");
  return findings.map(({ node, what }) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return `${file.path}:${line + 1} ${what}`;
  });
}

function scriptKind(path: string): ts.ScriptKind {
  return path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}

function nameOfFunction(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node) && node.name) return node.name.text;
  const isNamedValue = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer;
  if (!isNamedValue || !node.initializer) return null;
  const isFunction = ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer);
  return isFunction && ts.isIdentifier(node.name) ? node.name.text : null;
}

type Context = { file: File; rules: Rules };

/** `<anything>.<model>.<method>({ where })`: whatever the client is called. */
function judgeCall(node: ts.Node, { file, rules }: Context): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name: method } = node.expression;
  if (!ts.isPropertyAccessExpression(receiver) || !CHOOSING.has(method.text)) return null;
  const property = receiver.name.text;
  const model = property.charAt(0).toUpperCase() + property.slice(1);
  const call = `${property}.${method.text}`;
  const places = rules.shared[model];
  if (places?.some((place) => place.test(file.path))) return null;
  if (!rules.modelsOfShops.has(model)) return places ? `${call} outside its place` : null;
  const [argument] = node.arguments;
  const where = argument && propertyOf(argument, "where");
  return where && namesShop(where) ? null : call;
}

/** The value of a property of an object literal, also through a `const` in sight. */
function propertyOf(node: ts.Expression, name: string): ts.Expression | null {
  const literal = literalOf(node);
  for (const property of literal?.properties ?? []) {
    if (property.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return null;
}

/**
 * Whether a `where` holds the shop at its top, or within the key of a unique index over it. A variable spread after the
 * shop could put another one in its place.
 */
function namesShop(where: ts.Expression): boolean {
  const properties = literalOf(where)?.properties ?? [];
  const lastSpread = properties.findLastIndex(
    (property) => ts.isSpreadAssignment(property) && ts.isIdentifier(property.expression),
  );
  return properties.slice(lastSpread + 1).some((property) => {
    const name = property.name?.getText() ?? "";
    if (name === "shopId") return !(ts.isPropertyAssignment(property) && isUndefined(property.initializer));
    const isCompound = name.split("_").includes("shopId") && ts.isPropertyAssignment(property);
    return isCompound && propertyOf(property.initializer, "shopId") !== null;
  });
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

function literalOf(node: ts.Expression): ts.ObjectLiteralExpression | null {
  const bare = ts.isSatisfiesExpression(node) || ts.isAsExpression(node) ? node.expression : node;
  if (ts.isObjectLiteralExpression(bare)) return bare;
  return ts.isIdentifier(bare) ? literalOfConst(bare) : null;
}

/** The literal a `const` of an enclosing block was set to; null when it is a parameter or anything else. */
function literalOfConst(name: ts.Identifier): ts.ObjectLiteralExpression | null {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    const statements = ts.isBlock(scope) || ts.isSourceFile(scope) ? scope.statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
        continue;
      const declared = statement.declarationList.declarations.find((one) => one.name.getText() === name.text);
      if (declared?.initializer)
        return ts.isIdentifier(declared.initializer) ? null : literalOf(declared.initializer);
    }
  }
  return null;
}

type TableReference = { table: string; alias: string | null; isInserted: boolean };

/** Any text with SQL in it: tagged or not, whole or a fragment that others are put together from. */
function judgeSql(node: ts.Node, { file, rules }: Context): string | null {
  if (!ts.isTemplateExpression(node) && !ts.isStringLiteralLike(node)) return null;
  const sql = node.getText().replace(/--[^\n]*/g, "");
  const references = referencesIn(sql);
  const outside = references.find(({ table }) => {
    const places = rules.shared[table];
    return places && !rules.modelsOfShops.has(table) && !places.some((place) => place.test(file.path));
  });
  if (outside) return `SQL on ${outside.table} outside its place`;
  const ofShops = references.filter(({ table }) => {
    const isShared = rules.shared[table]?.some((place) => place.test(file.path)) ?? false;
    return rules.modelsOfShops.has(table) && !isShared;
  });
  if (ofShops.length === 0) return null;
  const unscoped = ofShops.filter((reference) => !isScoped(reference, { sql, references: ofShops }));
  if (unscoped.length > 0) return `SQL on ${unscoped.map(({ table }) => table).join(", ")}`;
  const isInsertOnly = ofShops.every(({ isInserted }) => isInserted);
  const isBound =
    /"shopId"\s*(=|IN)\s*\(?\s*(\$\{|\?)/.test(sql) || /(\}|\?)\s*=\s*(\w+[.])?"shopId"/.test(sql);
  return isBound || isInsertOnly ? null : "SQL whose tables name each other's shop but no given one";
}

function referencesIn(sql: string): TableReference[] {
  const pattern =
    /\b(FROM|JOIN|UPDATE|INTO)\s+"([A-Z]\w*)"(?:\s+(?:AS\s+)?(?!SET\b|ON\b|WHERE\b|SELECT\b|ORDER\b|GROUP\b|JOIN\b|LEFT\b|INNER\b|LIMIT\b|VALUES\b|UNION\b|DO\b|USING\b|CROSS\b)"?([a-zA-Z]\w*)"?)?/g;
  return [...sql.matchAll(pattern)]
    .filter(
      ([, verb], index, all) => !(verb === "UPDATE" && /\bDO\s+$/.test(sql.slice(0, all[index]?.index))),
    )
    .map(([, verb, table = "", alias]) => ({ table, alias: alias ?? null, isInserted: verb === "INTO" }));
}

function isScoped(
  { table, alias, isInserted }: TableReference,
  { sql, references }: { sql: string; references: readonly TableReference[] },
): boolean {
  if (isInserted) return new RegExp(`INTO\\s+"${table}"\\s*\\([^)]*"shopId"`).test(sql);
  const compared = (name: string) =>
    new RegExp(`${name}[.]"shopId"\\s*(=|IN\\b)|=\\s*${name}[.]"shopId"`).test(sql);
  if (alias !== null) return compared(`\\b"?${alias}"?`);
  if (compared(`"${table}"`)) return true;
  const bareComparisons = [...sql.matchAll(/(?<![.])"shopId"\s*(=|IN\b)/g)].length;
  const bareReferences = references.filter(
    (one) => one.alias === null && !one.isInserted && !compared(`"${one.table}"`),
  );
  return bareComparisons >= bareReferences.length;
}
