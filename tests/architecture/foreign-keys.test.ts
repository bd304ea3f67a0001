import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

/*
 * A row that goes takes its children along: for each, the database looks for them by the reference alone. An index that
 * begins with the shop is of no use to it, and so it reads all children of all shops for every single row.
 */

/** Their keys begin with the shop. Few of these go at a time: who is erased, and who was merged. */
const KNOWN = ["CustomerTag.customerId", "CustomerTagChange.customerId", "CustomerMergeMove.mergeId"];

const schema = readFileSync("prisma/schema.prisma", "utf8");
const models = [...schema.matchAll(/^model (\w+) \{(.*?)^\}/gms)].map(([, name = "", body = ""]) => ({
  name,
  body,
}));
const listOf = (text: string) => text.split(",").map((column) => column.trim());

function indexesOf(body: string): string[][] {
  const own = [...body.matchAll(/^\s+(\w+)\s+\S+\s+.*@(?:id|unique)\b/gm)].map(([, column = ""]) => [column]);
  const joint = [...body.matchAll(/@@(?:id|unique|index)\(\[(.*?)\]/g)].map(([, columns = ""]) =>
    listOf(columns),
  );
  return [...own, ...joint];
}

test("every reference has an index that begins with it", () => {
  const bare = models.flatMap(({ name, body }) =>
    [...body.matchAll(/@relation\(fields: \[(.*?)\]/g)].flatMap(([, fields = ""]) => {
      const columns = listOf(fields);
      const isServed = indexesOf(body).some((index) => columns.every((column, at) => index[at] === column));
      return isServed ? [] : [`${name}.${columns.join("+")}`];
    }),
  );
  expect(bare.filter((one) => !KNOWN.includes(one))).toEqual([]);
  expect(KNOWN.filter((one) => !bare.includes(one))).toEqual([]);
});

/*
 * A shop that is erased goes a few thousand rows at a time: without such an index each step reads the rows of all shops.
 */
test("every table of a shop's rows has an index that begins with the shop", () => {
  const ofShops = models.filter(({ body }) => /^\s+shopId\s/m.test(body));
  expect(ofShops.length).toBeGreaterThan(50);
  const bare = ofShops.filter(({ body }) => !indexesOf(body).some(([first]) => first === "shopId"));
  expect(bare.map(({ name }) => name)).toEqual([]);
});
