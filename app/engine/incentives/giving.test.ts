import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { startClock } from "./clock.server";
import { issueIncentive } from "./issue.server";
import { requestPool } from "./pool/request.server";
import { presentOffered } from "./presenter.server";
import { incentivesRegistration } from "./registration.server";
import { listCodes } from "./repository.server";
import { budgetShareOf } from "./rules/budget";
import { INCENTIVE_SETTINGS_KEY, type OfferInput, OfferSchema } from "./schema";
import { refreshDiscounts } from "./service.server";
import { listShopIdsToTidy } from "./sweep/repository.server";
import { presentOfferNotices } from "./terms/notices.server";
import { findCombinationConflicts } from "./terms/presenter.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const ALL_SCOPES =
  "read_discounts,write_discounts,write_gift_cards,read_store_credit_accounts,write_store_credit_account_transactions";
const ADA = `${SHOP_ID}_7`;
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(open.db, [incentivesRegistration], NOW);
  await givenShop(open.db, { scopes: ALL_SCOPES });
  await givenCustomer(open.db, { legacyId: 7 });
});
afterEach(async () => {
  world.close();
  await open.close();
});

const offerOf = (over: Partial<OfferInput> = {}) =>
  OfferSchema.parse({
    value: { kind: "percentage", percentBp: 1_000 },
    validDays: 7,
    clock: "issued",
    title: "Come back",
    ...over,
  });

type Wish = { occasionKey?: string; customerId?: string; budgetKey?: string; poolId?: string };
const give = (over: Partial<OfferInput> = {}, wish: Wish = {}) =>
  inTransaction(
    open.db,
    (tx) =>
      issueIncentive(tx, {
        ...{ shopId: SHOP_ID, customerId: ADA, occasionKey: "flow:f1:1", budgetKey: "flow:f1" },
        ...{ offer: offerOf(over), now: world.now() },
        ...wish,
      }),
    { shopId: SHOP_ID },
  );
const codeIdOf = (result: Awaited<ReturnType<typeof give>>) => {
  if (result.kind === "refused") throw new Error(`refused: ${result.reason}`);
  return result.codeId;
};
const codeOf = (codeId: string) =>
  open.db.issuedCode.findFirstOrThrow({ where: { shopId: SHOP_ID, id: codeId } });
const limit = (value: object) =>
  writeSetting(open.db, { shopId: SHOP_ID, key: INCENTIVE_SETTINGS_KEY, value, now: NOW });
const decisions = async () =>
  (await open.db.decision.findMany({ where: { shopId: SHOP_ID } })).map(({ reason }) => reason);
const events = async (type: string) =>
  (await open.db.domainEvent.findMany({ where: { shopId: SHOP_ID, type } })).map(
    ({ subjectId }) => subjectId,
  );
const budgetOf = async (budgetKey: string) => {
  const row = await open.db.incentiveBudget.findFirst({
    where: { shopId: SHOP_ID, month: "2026-03", budgetKey },
  });
  return { reserved: Number(row?.reservedMinor ?? 0), spent: Number(row?.spentMinor ?? 0) };
};
/** What all codes weigh, counted anew. */
async function recount() {
  const rows = await open.db.issuedCode.findMany({ where: { shopId: SHOP_ID } });
  const codes = await listCodes(open.db, { shopId: SHOP_ID, codeIds: rows.map(({ id }) => id) });
  const shares = codes.map(budgetShareOf);
  return {
    reserved: shares.reduce((sum, share) => sum + share.reservedMinor, 0),
    spent: shares.reduce((sum, share) => sum + share.spentMinor, 0),
  };
}

describe("kinds", () => {
  test("an amount off products, with a minimum and combinations, is made as it was offered", async () => {
    await give({
      value: { kind: "amount", amountMinor: 500 },
      minimum: { kind: "quantity", quantity: 2 },
      items: { kind: "products", gids: ["gid://shopify/Product/1"] },
      combinesWith: { order: true, product: false, shipping: true },
      oncePerCustomer: false,
    });
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([
      {
        discount: {
          value: { kind: "amount", amountMinor: 500, currencyCode: "EUR" },
          minimum: { kind: "quantity", quantity: 2 },
          items: { kind: "products", gids: ["gid://shopify/Product/1"] },
          combinesWith: { order: true, product: false, shipping: true },
          oncePerCustomer: false,
        },
      },
    ]);
  });

  test("a gift card is made with a code that only its owner's message tells", async () => {
    const codeId = codeIdOf(await give({ value: { kind: "gift-card", amountMinor: 1_500 } }));
    await world.runJobs();
    const offered = await presentOffered(open.db, { shopId: SHOP_ID, codeId, now: world.now() });
    const [call] = world.shopify.calls;
    expect(call).toMatchObject({
      giftCard: { code: offered?.code, amountMinor: 1_500, expiresOn: "2026-03-08" },
    });
    const stored = JSON.stringify(await codeOf(codeId), (_key, value: unknown) =>
      typeof value === "bigint" ? Number(value) : value,
    );
    expect(stored).not.toContain(offered?.code);
    expect(offered?.code?.endsWith((await codeOf(codeId)).code.slice(-4))).toBe(true);
  });

  test("store credit is given with an amount and an end that name it", async () => {
    const codeId = codeIdOf(await give({ value: { kind: "store-credit", amountMinor: 1_000 } }));
    await world.runJobs();
    const { expiresAt, state } = await codeOf(codeId);
    expect(state).toBe("issued");
    expect(world.shopify.calls).toEqual([
      {
        kind: "credit-customer",
        credit: {
          customerGid: "gid://shopify/Customer/7",
          amountMinor: 1_000,
          currencyCode: "EUR",
          expiresAt,
        },
      },
    ]);
    expect(await presentOffered(open.db, { shopId: SHOP_ID, codeId, now: NOW })).toMatchObject({
      code: null,
    });
  });

  test.each(["gift-card", "store-credit"] as const)(
    "a %s is refused where the store has not allowed it",
    async (kind) => {
      await open.db.shop.update({ where: { id: SHOP_ID }, data: { scopes: "write_discounts" } });
      expect(await give({ value: { kind, amountMinor: 100 } })).toEqual({
        kind: "refused",
        reason: "missing-scope",
      });
      expect(await decisions()).toEqual(["missing-scope"]);
    },
  );
});

describe("the clock", () => {
  test("starts with the message, moves the end at Shopify, and does so once", async () => {
    const codeId = codeIdOf(await give({ clock: "sent", remindDaysBefore: 2 }));
    await world.runJobs();
    const start = (sentAt: string) =>
      inTransaction(open.db, (tx) =>
        startClock(tx, { shopId: SHOP_ID, codeId, sentAt: new Date(sentAt), now: world.now() }),
      );
    await start("2026-03-04T08:00:00Z");
    await start("2026-03-09T08:00:00Z");
    await world.runJobs();
    const endsAt = new Date("2026-03-11T23:00:00Z");
    expect(world.shopify.calls.slice(1)).toMatchObject([{ kind: "update-discount-end", endsAt }]);
    expect(await codeOf(codeId)).toMatchObject({
      expiresAt: endsAt,
      remindAt: new Date("2026-03-09T08:00:00Z"),
    });
  });

  test("that started while the code was being made holds for the code that is made", async () => {
    const codeId = codeIdOf(await give({ clock: "sent" }));
    await inTransaction(open.db, (tx) => startClock(tx, { shopId: SHOP_ID, codeId, sentAt: NOW, now: NOW }));
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([{ discount: { endsAt: new Date("2026-03-08T23:00:00Z") } }]);
  });

  test("reminds once of a code nobody used, and of none that was", async () => {
    const unused = codeIdOf(await give({ remindDaysBefore: 2 }));
    const used = codeIdOf(await give({ remindDaysBefore: 2 }, { occasionKey: "flow:f1:2" }));
    await world.runJobs();
    await open.db.issuedCode.updateMany({
      where: { shopId: SHOP_ID, id: used },
      data: { state: "redeemed" },
    });
    world.at("2026-03-06T11:59:00Z");
    await world.runJobs();
    expect(await events("code.expiring")).toEqual([]);
    for (const at of ["2026-03-06T13:00:00Z", "2026-03-07T13:00:00Z"]) {
      world.at(at);
      await world.runJobs();
    }
    expect(await events("code.expiring")).toEqual([unused]);
  });

  test("over, an unused code is deleted at Shopify and its row stays; a used one stays at Shopify too", async () => {
    const unused = codeIdOf(await give());
    const used = codeIdOf(await give({}, { occasionKey: "flow:f1:2" }));
    await world.runJobs();
    await open.db.issuedCode.updateMany({
      where: { shopId: SHOP_ID, id: used },
      data: { state: "redeemed" },
    });
    for (const at of ["2026-03-08T23:00:00Z", "2026-03-09T00:00:00Z"]) {
      world.at(at);
      await world.runJobs();
    }
    expect(world.shopify.calls.filter(({ kind }) => kind === "delete-discount")).toHaveLength(1);
    expect(await codeOf(unused)).toMatchObject({
      state: "expired",
      removedAt: new Date("2026-03-08T23:00:00Z"),
    });
    expect(await codeOf(used)).toMatchObject({ removedAt: null });
  });

  test("leaves a shop alone once nothing is to be done: money stays in the store, a refused removal waits", async () => {
    codeIdOf(await give({ value: { kind: "gift-card", amountMinor: 1_500 } }));
    codeIdOf(await give({}, { occasionKey: "flow:f1:2" }));
    await world.runJobs();
    const toTidy = () => listShopIdsToTidy(open.db, { now: world.now() });
    world.at("2026-03-08T23:00:00Z");
    expect(await toTidy()).toEqual([SHOP_ID]);
    world.shopify.answers.push({ kind: "rejected", error: "no" });
    await world.runJobs();
    expect(await open.db.issuedCode.count({ where: { state: "expired", removedAt: null } })).toBe(2);
    world.at("2026-03-09T01:00:00Z");
    expect(await toTidy()).toEqual([]);
    world.at("2026-03-15T23:00:00Z");
    expect(await toTidy()).toEqual([SHOP_ID]);
  });

  test("deletes nothing at the shop that uninstalled the app", async () => {
    const codeId = codeIdOf(await give());
    await world.runJobs();
    await open.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    world.at("2026-03-08T23:00:00Z");
    await world.runJobs();
    expect(world.shopify.calls.filter(({ kind }) => kind === "delete-discount")).toEqual([]);
    expect(await codeOf(codeId)).toMatchObject({ state: "expired" });
  });
});

describe("guards and budgets", () => {
  beforeEach(async () => {
    await givenOrder(open.db, { placedAt: "2026-02-20T12:00:00Z", netMinor: 5_000 });
  });

  test("a promise is reserved, spent when used at what it cost, freed when it expires; always as a recount says", async () => {
    const used = codeIdOf(await give());
    codeIdOf(await give({}, { occasionKey: "flow:f1:2" }));
    codeIdOf(await give({ value: { kind: "gift-card", amountMinor: 1_500 } }, { occasionKey: "flow:f1:3" }));
    expect(await budgetOf("")).toEqual({ reserved: 2_500, spent: 0 });
    await world.runJobs();
    expect(await budgetOf("flow:f1")).toEqual({ reserved: 1_000, spent: 1_500 });
    const { code } = await codeOf(used);
    const order = await givenOrder(open.db, { discountCodes: [code], placedAt: "2026-03-02T12:00:00Z" });
    await open.db.orderDiscount.updateMany({
      where: { shopId: SHOP_ID, orderId: order.id },
      data: { amountMinor: 730 },
    });
    const { redeemByOrder } = await import("./handlers.server");
    const payload = { orderId: order.id, customerId: null, checkoutToken: null };
    const shared = {
      id: "e",
      shopId: SHOP_ID,
      sourceKey: "e",
      customerId: null,
      subjectId: null,
      occurredAt: NOW,
    };
    for (const _twice of [1, 2]) {
      await inTransaction(open.db, (tx) =>
        redeemByOrder.run({ ...shared, type: "order.placed", payload }, { tx, now: world.now() } as never),
      );
    }
    expect(await budgetOf("")).toEqual({ reserved: 500, spent: 2_230 });
    expect(await recount()).toEqual(await budgetOf(""));
    world.at("2026-03-08T23:00:00Z");
    await world.runJobs();
    expect(await budgetOf("")).toEqual({ reserved: 0, spent: 2_230 });
    expect(await recount()).toEqual(await budgetOf(""));
  });

  test("no more is promised than the month's budget holds, also at the same time", async () => {
    await limit({ monthlyBudgetMinor: 1_600, mostUnusedCodes: 100 });
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => give({}, { occasionKey: `flow:f1:${n}` })),
    );
    expect(results.filter(({ kind }) => kind === "requested")).toHaveLength(3);
    expect(await budgetOf("")).toEqual({ reserved: 1_500, spent: 0 });
    expect(new Set(await decisions())).toEqual(new Set(["over-shop-budget"]));
  });

  test("what the store did not make is free again", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Code is too long" });
    await give();
    await world.runJobs();
    expect(await budgetOf("")).toEqual({ reserved: 0, spent: 0 });
    expect(await give()).toEqual({ kind: "refused", reason: "failed" });
  });

  test("who let three codes go unused gets no fourth, until 90 days have passed", async () => {
    for (const n of [1, 2, 3]) await give({}, { occasionKey: `flow:f1:${n}` });
    expect(await give({}, { occasionKey: "flow:f1:4" })).toEqual({
      kind: "refused",
      reason: "serial-abandoner",
    });
    expect(await give({}, { occasionKey: "flow:f1:4" })).toMatchObject({ kind: "refused" });
    expect(await decisions()).toEqual(["serial-abandoner"]);
    world.at("2026-05-30T12:00:00Z");
    expect((await give({}, { occasionKey: "flow:f1:5" })).kind).toBe("requested");
  });

  test("a code that is over and whose message never left was let go by nobody", async () => {
    for (const n of [1, 2, 3]) {
      const codeId = codeIdOf(await give({ clock: "sent" }, { occasionKey: `flow:f1:${n}` }));
      if (n < 3) continue;
      await inTransaction(open.db, (tx) =>
        startClock(tx, { shopId: SHOP_ID, codeId, sentAt: NOW, now: NOW }),
      );
    }
    await world.runJobs();
    expect(await give({}, { occasionKey: "flow:f1:4" })).toMatchObject({ reason: "serial-abandoner" });
    world.at("2026-04-08T12:00:00Z");
    await world.runJobs();
    const states = await open.db.issuedCode.groupBy({
      by: ["state"],
      where: { shopId: SHOP_ID },
      _count: true,
    });
    expect(states).toMatchObject([{ state: "expired", _count: 3 }]);
    await limit({ mostUnusedCodes: 1 });
    expect(await give({}, { occasionKey: "flow:f1:5" })).toMatchObject({ reason: "serial-abandoner" });
    await limit({ mostUnusedCodes: 2 });
    expect((await give({}, { occasionKey: "flow:f1:6" })).kind).toBe("requested");
  });

  test("codes of another shop neither count nor pay", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com", scopes: ALL_SCOPES });
    await limit({ monthlyBudgetMinor: 0 });
    await givenCustomer(open.db, { shopId: "s2", legacyId: 7 });
    const ofOther = (customerId: string) =>
      inTransaction(open.db, (tx) =>
        issueIncentive(tx, {
          ...{ shopId: "s2", customerId, occasionKey: "flow:f1:1", budgetKey: "flow:f1" },
          ...{ offer: offerOf(), now: world.now() },
        }),
      );
    expect(await ofOther(ADA)).toEqual({ kind: "refused", reason: "erased" });
    expect((await ofOther("s2_7")).kind).toBe("requested");
    expect(await give()).toEqual({ kind: "refused", reason: "over-shop-budget" });
  });
});

test("more codes that end alike than are looked at in one run are all over with the same sweep", async () => {
  const row = await codeOf(codeIdOf(await give()));
  const many = Array.from({ length: 510 }, (_, n) => {
    const name = `c${String(n)}`;
    return { ...row, ...{ id: name, occasionKey: name, code: name, codeKey: name }, customerId: null };
  });
  await open.db.issuedCode.createMany({
    data: many.map((code) => ({ ...code, state: "pooled", promisedMinor: 0n })),
  });
  world.at("2026-03-08T23:00:00Z");
  await world.runJobs();
  expect(await open.db.issuedCode.count({ where: { shopId: SHOP_ID, state: "pooled" } })).toBe(0);
});

describe("a pool of codes", () => {
  const pool = (size: number, over: Partial<OfferInput> = {}) =>
    inTransaction(
      open.db,
      (tx) =>
        requestPool(tx, {
          shopId: SHOP_ID,
          poolKey: "campaign:1",
          offer: offerOf(over),
          size,
          now: world.now(),
        }),
      { shopId: SHOP_ID },
    );
  const states = async (poolId: string) => {
    const rows = await open.db.issuedCode.groupBy({
      by: ["state"],
      where: { shopId: SHOP_ID, poolId },
      _count: true,
    });
    return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
  };

  test("is made under one discount in batches of 250, and told of when it is ready", async () => {
    const { id } = await pool(600);
    expect((await pool(5)).id).toBe(id);
    await world.runJobs();
    expect(world.shopify.calls.map(({ kind }) => kind)).toEqual([
      "create-discount",
      ...Array.from({ length: 3 }, () => "add-codes"),
    ]);
    expect(await states(id)).toEqual({ pooled: 600 });
    expect(await events("code-pool.ready")).toEqual([id]);
  });

  test("whose codes were handed over twice keeps those that are its own, and gives up those of strangers", async () => {
    const { id } = await pool(4);
    const rows = await open.db.issuedCode.findMany({
      where: { shopId: SHOP_ID, poolId: id },
      orderBy: { occasionKey: "asc" },
    });
    const [, second, third] = rows.map(({ code }) => code);
    for (const code of [second, third])
      world.shopify.failedCodes.push({ code: code ?? "", error: "must be unique." });
    world.shopify.codeOwners.set(second ?? "", "gid://shopify/DiscountCodeNode/1");
    world.shopify.codeOwners.set(third ?? "", "gid://shopify/DiscountCodeNode/99");
    await world.runJobs();
    expect(await states(id)).toEqual({ pooled: 3, failed: 1 });
  });

  test("gives everybody one code, also when they ask twice or all at once, until it is empty", async () => {
    await limit({ mostUnusedCodes: 100 });
    const { id: poolId } = await pool(3);
    await world.runJobs();
    const ask = (n: number) => give({}, { poolId, occasionKey: `campaign:1:${n}` });
    const results = await Promise.all([0, 1, 2, 0, 1, 2].map(ask));
    expect(new Set(results.map(codeIdOf)).size).toBe(3);
    expect(await ask(9)).toEqual({ kind: "refused", reason: "pool-empty" });
    expect(await events("code.issued")).toHaveLength(3);
  });

  test("that is over is deleted at Shopify as one", async () => {
    const { id } = await pool(3);
    await world.runJobs();
    world.at("2026-03-08T23:00:00Z");
    await world.runJobs();
    expect(world.shopify.calls.filter(({ kind }) => kind === "delete-discount")).toHaveLength(1);
    expect(await states(id)).toEqual({ expired: 3 });
  });

  test.each([
    { size: 0, over: {} },
    { size: 5_001, over: {} },
    { size: 1, over: { value: { kind: "gift-card", amountMinor: 100 } } as const },
  ])("is refused of $size codes of $over", async ({ size, over }) => {
    await expect(pool(size, over)).rejects.toThrow(RangeError);
  });
});

test("conflicts are told from what was read of the store and from our own open offers, deleted ones left out", async () => {
  const live = (n: number, over: object = {}) => ({
    ...{ gid: `gid://shopify/DiscountCodeNode/${n}`, title: `Sale ${n}`, classes: ["ORDER" as const] },
    combinesWith: { order: false, product: true, shipping: true },
    ...{ isAutomatic: false, endsAt: null },
    ...over,
  });
  const ask = (over: Partial<OfferInput> = {}) =>
    findCombinationConflicts(open.db, {
      shopId: SHOP_ID,
      offer: offerOf({ title: "New", ...over }),
      now: world.now(),
    });
  expect(await ask()).toEqual({ conflicts: [], asOf: null, isComplete: false });
  world.shopify.liveDiscounts.push(
    live(1),
    live(2, { classes: ["SHIPPING"], combinesWith: { order: true, product: true, shipping: false } }),
    live(3),
    live(4, { endsAt: new Date("2026-03-01T11:00:00Z") }),
  );
  world.shopify.codeCount = 4;
  for (const _twice of [1, 2]) await refreshDiscounts(open.db, { shopId: SHOP_ID, now: world.now() });
  await give();
  await world.runJobs();
  await open.db.discount.create({
    data: {
      id: "d3",
      shopId: SHOP_ID,
      gid: "gid://shopify/DiscountCodeNode/3",
      title: "Sale 3",
      deletedAt: NOW,
    },
  });
  const { conflicts, isComplete } = await ask();
  expect(isComplete).toBe(true);
  expect(conflicts).toEqual([
    {
      ...{ gid: "gid://shopify/DiscountCodeNode/1", title: "Sale 1", isAutomatic: false },
      outcome: { kind: "conflict", because: "both-exclude" },
    },
    {
      gid: null,
      title: "Come back",
      isAutomatic: false,
      outcome: { kind: "conflict", because: "both-exclude" },
    },
  ]);
  expect((await ask({ value: { kind: "gift-card", amountMinor: 1 } })).conflicts).toEqual([]);
});

describe("what is worth knowing of an offer", () => {
  const notices = (over: Partial<OfferInput> = {}, shopId = SHOP_ID) =>
    presentOfferNotices(open.db, { shopId, offer: offerOf({ title: "New", ...over }), now: world.now() });

  test("names what it does not go together with, five at most, and how many more", async () => {
    const live = (n: number, isAutomatic: boolean) => ({
      ...{ gid: `gid://shopify/DiscountNode/${n}`, title: `Sale ${n}`, classes: ["ORDER" as const] },
      ...{ combinesWith: { order: true, product: true, shipping: true }, isAutomatic, endsAt: null },
    });
    world.shopify.liveDiscounts.push(live(0, true), ...[1, 2, 3, 4, 5, 6, 7].map((n) => live(n, false)));
    await refreshDiscounts(open.db, { shopId: SHOP_ID, now: world.now() });
    await world.runJobs();
    const told = { textNamespace: "incentives" };
    expect(await notices()).toEqual([
      { ...told, code: "combination.automatic.offer-excludes", params: { names: "Sale 0" } },
      {
        ...told,
        code: "combination.codes.offer-excludes",
        params: { names: "Sale 1, Sale 2, Sale 3, Sale 4, Sale 5 (+2)" },
      },
    ]);
    expect(await notices({ combinesWith: { order: true, product: true, shipping: true } })).toEqual([]);
  });

  test("says so while the store's discounts were never read, but not of money", async () => {
    expect((await notices()).map(({ code }) => code)).toEqual(["combination.unknown"]);
    expect(await notices({ value: { kind: "store-credit", amountMinor: 1 } })).toEqual([]);
  });
});
