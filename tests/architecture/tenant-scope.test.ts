import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";
import { expect, test } from "vitest";

/** Tables whose rows do not belong to a shop, or are found before the shop is known; each with the reason. */
const NOT_OF_A_SHOP: Readonly<Record<string, string>> = {
  shop: "is the tenant itself: found by id or domain",
  session: "keyed by the shop's domain",
  tokenRefreshLock: "keyed by the shop's domain",
  job: "the runner serves all shops; listings for merchants name the shop",
  jobSchedule: "belongs to no shop",
};

/** Sweeps over all shops, by file and function: they select ids and enqueue one job per shop. */
const SWEEPS = /\b(listShopIds\w*|list\w*OfAllShops|listInstalledShopIds|listRunning\w*|listDue\w*)\b/;

/** Prisma calls `db.<model>.<method>(args)` that never mention the shop. */
function unscopedCalls(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node, functionName: string): void => {
    const name = ts.isFunctionDeclaration(node) && node.name ? node.name.text : functionName;
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ts.isPropertyAccessExpression(node.expression.expression) &&
      /^(db|tx)$/.test(node.expression.expression.expression.getText(source)) &&
      !(node.expression.expression.name.text in NOT_OF_A_SHOP) &&
      !node.arguments.some((argument) => /shopId|\bwhere\b(?!:)/.test(argument.getText(source))) &&
      !SWEEPS.test(name)
    ) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${file}:${line + 1} ${node.expression.getText(source)}`);
    }
    ts.forEachChild(node, (child) => visit(child, name));
  };
  visit(source, "");
  return found;
}

/** Raw SQL templates that read or write a shop's table without naming the shop. */
function unscopedSql(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /\$(queryRaw|executeRaw)/.test(node.tag.getText(source))) {
      const sql = node.template.getText(source);
      const tables = [...sql.matchAll(/(?:FROM|UPDATE|INTO|JOIN)\s+"(\w+)"/g)].map((match) => match[1] ?? "");
      const ofShops = tables.filter((table) => !(table.charAt(0).toLowerCase() + table.slice(1) in NOT_OF_A_SHOP));
      if (ofShops.length > 0 && !/shopId/.test(sql)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push(`${file}:${line + 1} ${ofShops.join(", ")}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /[.]server[.]ts$/.test(file) && !file.startsWith("generated/"))
  .map((file) => join("app", file));

test("every repository query is scoped to one shop", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap(unscopedCalls)).toEqual([]);
});

test("every raw SQL statement is scoped to one shop", () => {
  expect(files.flatMap(unscopedSql)).toEqual([]);
});
