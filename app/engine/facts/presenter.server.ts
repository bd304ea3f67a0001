import { type Db, holding } from "~/platform/db.server";

import type { Condition } from "./condition";
import { toFactInfo } from "./info.server";
import { findFact, listFacts } from "./registry.server";
import { comparisonsIn } from "./rules";
import type { FactInfo, NamedValue } from "./schema";

/** Everything that can be asked of customers, for an editor of conditions. */
export function presentFacts(): FactInfo[] {
  return listFacts().map(toFactInfo);
}

const MOST_FOUND = 20;

/** Tags or products of the shop whose name holds the words, by name, 20 at most. Empty words find the first ones. */
export async function searchFactValues(
  db: Db,
  { shopId, names, search }: { shopId: string; names: "tag" | "product"; search: string },
): Promise<NamedValue[]> {
  const words = search.trim();
  return names === "tag" ? searchTags(db, { shopId, words }) : searchProducts(db, { shopId, words });
}

async function searchTags(
  db: Db,
  { shopId, words }: { shopId: string; words: string },
): Promise<NamedValue[]> {
  const rows = await db.customerTag.groupBy({
    by: ["tagKey"],
    where: { shopId, tagKey: { contains: words.toLowerCase() } },
    _min: { tag: true },
    orderBy: { tagKey: "asc" },
    take: MOST_FOUND,
  });
  return rows.map(({ tagKey, _min }) => ({ value: tagKey, label: _min.tag ?? tagKey }));
}

async function searchProducts(
  db: Db,
  { shopId, words }: { shopId: string; words: string },
): Promise<NamedValue[]> {
  const rows = await db.product.findMany({
    where: { shopId, deletedAt: null, ...(words === "" ? {} : { title: holding(db, words) }) },
    select: { id: true, title: true },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    take: MOST_FOUND,
  });
  return rows.map(({ id, title }) => ({ value: id, label: title }));
}

/** What the products in a condition are called, also those deleted since. */
export async function presentConditionNames(
  db: Db,
  { shopId, condition }: { shopId: string; condition: Condition },
): Promise<NamedValue[]> {
  return presentProductNames(db, { shopId, ids: productIdsIn(condition) });
}

/** What products are called, also those deleted since; by our id or Shopify's, whichever was asked by. */
export async function presentProductNames(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<NamedValue[]> {
  if (ids.length === 0) return [];
  const asked = new Set(ids);
  const rows = await db.product.findMany({
    where: { shopId, OR: [{ id: { in: [...asked] } }, { gid: { in: [...asked] } }] },
    select: { id: true, gid: true, title: true },
    orderBy: { id: "asc" },
  });
  return rows
    .flatMap(({ id, gid, title }) => [...new Set([id, gid])].map((value) => ({ value, label: title })))
    .filter(({ value }) => asked.has(value));
}

function productIdsIn(condition: Condition): string[] {
  const ids = comparisonsIn(condition).flatMap(({ fact, parameters, operand }) => {
    const definition = findFact(fact);
    const chosen = definition?.parameters?.filter(({ kind }) => kind === "product") ?? [];
    const operands = definition?.names === "product" ? [operand].flat() : [];
    return [...chosen.map(({ name }) => parameters[name]), ...operands];
  });
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}
