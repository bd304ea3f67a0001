/*
 * No query runs without its shop: every statement on its way to the database passes `checkStatement`, whoever wrote it,
 * Prisma or a hand. What may look over all shops says so with `acrossShops`.
 */
import { AsyncLocalStorage } from "node:async_hooks";

import { LRUCache } from "lru-cache";

import { MODEL_COLUMNS } from "~/generated/columns";

import type { TenantTable } from "./tenant-guard/scope";
import { type Judgement, judgeStatement } from "./tenant-guard/statement";

/** A query that would touch the rows of more than one shop, or of another than the one at hand. */
export class TenantScopeError extends Error {
  constructor(
    readonly problem: string,
    readonly sql: string,
  ) {
    const statement = sql.replace(/\s+/g, " ").trim().slice(0, 300);
    super(`${problem}: name it in a condition, or say why not with acrossShops(reason, …). ${statement}`);
    this.name = "TenantScopeError";
  }
}

/** By which columns a table that has no `shopId` tells its shop. */
const OTHER_KEYS: Readonly<Record<string, readonly string[]>> = {
  Shop: ["id", "domain"],
  Session: ["id", "shop"],
  TokenRefreshLock: ["shop"],
};

/** The tables of shops, out of the models: what has a `shopId`, and the few kept by another key. */
export function listTenantTables(
  models: Readonly<Record<string, Readonly<Record<string, string>>>> = MODEL_COLUMNS,
): TenantTable[] {
  return Object.entries(models).flatMap(([name, columns]) => {
    const keys = "shopId" in columns ? ["shopId"] : (OTHER_KEYS[name] ?? []);
    if (keys.length === 0) return [];
    return {
      name,
      columns: lowerCaseSet(Object.keys(columns)),
      keys: lowerCaseSet(keys),
      holdsShopId: (key) => key === "shopid" || (name === "Shop" && key === "id"),
    };
  });
}

function lowerCaseSet(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

const TABLES = new Map(listTenantTables().map((table) => [table.name.toLowerCase(), table]));

/** Statements are few and their texts constant; lists of ids of many lengths must not fill the memory. */
const judgements = new LRUCache<string, Judgement>({
  max: 4_000,
  maxSize: 16_000_000,
  sizeCalculation: (_value, sql) => sql.length + 200,
});

function judged(sql: string): Judgement {
  const known = judgements.get(sql);
  if (known) return known;
  const judgement = judgeStatement(sql, TABLES);
  judgements.set(sql, judgement);
  return judgement;
}

/** What the work at hand may see. A request learns its shop only on its way, so the shop may be set later. */
type Sight = { kind: "all-shops" } | { kind: "one-shop"; shopId: string | null };

const sights = new AsyncLocalStorage<Sight>();

type Refusal = (error: TenantScopeError, isWithinWork: boolean) => void;

/** Tells of a violation; tests decide by who asked. */
let refuse: Refusal = (error) => {
  throw error;
};

/**
 * Checks a statement on its way to the database.
 *
 * Every table of shops in it must be held to a shop; where the work at hand belongs to one, to that one. Costs a look-up
 * once the text is known.
 *
 * @param values Those of its placeholders, in their order. Left out: only the text is checked.
 * @throws TenantScopeError
 */
export function checkStatement(sql: string, values: readonly unknown[] = []): void {
  const sight = sights.getStore();
  const isWithinWork = sight !== undefined;
  if (sight?.kind === "all-shops") return;
  const { unscoped, parameters, insertsRows } = judged(sql);
  if (unscoped.length > 0)
    refuse(new TenantScopeError(`no shop is named for ${unscoped.join(", ")}`, sql), isWithinWork);
  const shopId = sight?.shopId ?? null;
  if (shopId === null || values.length === 0) return;
  if (parameters.some((index) => index < values.length && values[index] !== shopId)) {
    refuse(new TenantScopeError("another shop than the one at hand is named", sql), isWithinWork);
  }
  if (insertsRows && values.some((value) => holdsOtherShop(value, shopId))) {
    refuse(new TenantScopeError("rows of another shop than the one at hand are inserted", sql), isWithinWork);
  }
}

const SHOP_IN_JSON = '"shopId":"';

/** Looks at the first and the last row: all come out of one list of one caller, and some are megabytes. */
function holdsOtherShop(value: unknown, shopId: string): boolean {
  if (typeof value !== "string") return false;
  const first = value.indexOf(SHOP_IN_JSON);
  if (first === -1) return false;
  const last = value.lastIndexOf(SHOP_IN_JSON);
  return [first, last].some((at) => !value.startsWith(`${shopId}"`, at + SHOP_IN_JSON.length));
}

/**
 * Runs work that looks over all shops on purpose: the queue's own claims, sweeps that hand on ids with the shop of each.
 *
 * @param reason Why it may, for whoever reads the code.
 */
export function acrossShops<T>(reason: string, work: () => PromiseLike<T>): Promise<T> {
  if (reason === "") throw new Error("acrossShops needs a reason");
  // Awaited inside: Prisma's promises begin their work only then.
  return sights.run({ kind: "all-shops" }, async () => await work());
}

/** Runs work that belongs to one shop: a query that names another one throws. Null: to none, or not known yet. */
export function withShop<T>(shopId: string | null, work: () => PromiseLike<T>): Promise<T> {
  return sights.run({ kind: "one-shop", shopId }, async () => await work());
}

/**
 * Sets the shop of the work at hand once it is known, if it runs within `withShop(null, …)`.
 *
 * @throws TenantScopeError when it is known already and is another one.
 */
export function settleShop(shopId: string): void {
  const sight = sights.getStore();
  if (sight?.kind !== "one-shop") return;
  if (sight.shopId !== null && sight.shopId !== shopId) {
    throw new TenantScopeError("the work at hand belongs to another shop", "");
  }
  sight.shopId = shopId;
}

/**
 * Replaces what happens to a statement without its shop; for tests, which look at the rows of all shops. Returns how
 * to put the old way back.
 *
 * @param handler Is told whether the statement came from within a request or a job.
 */
export function onUnscopedStatement(handler: Refusal): () => void {
  const previous = refuse;
  refuse = handler;
  return () => {
    refuse = previous;
  };
}
