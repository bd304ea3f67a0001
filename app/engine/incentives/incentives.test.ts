import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { publishEvents } from "~/pipeline/events/publish.server";
import { retryIntent } from "~/pipeline/outbox/service.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { issueIncentive, type IncentiveRequest } from "./issue.server";
import { findIssuedCode, presentCodeFigures } from "./presenter.server";
import { incentivesRegistration } from "./registration.server";
import { findCodeByOccasion } from "./repository.server";
import { OfferSchema } from "./schema";

const NOW = new Date("2026-03-01T12:00:00Z");
const OFFER = OfferSchema.parse({
  value: { kind: "percentage", percentBp: 1_000 },
  validDays: 7,
  clock: "issued",
  prefix: "BACK",
  title: "Cart reminder",
});
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(open.db, [incentivesRegistration], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7 });
});
afterEach(async () => {
  world.close();
  await open.close();
});

/** Asks, and tells of the code that is stored. */
const request = (over: Partial<IncentiveRequest> = {}) =>
  inTransaction(
    open.db,
    async (tx) => {
      const wish = {
        shopId: SHOP_ID,
        customerId: `${SHOP_ID}_7`,
        occasionKey: "cart-recovery:c1",
        offer: OFFER,
        budgetKey: "cart-recovery",
        now: world.now(),
        ...over,
      };
      const result = await issueIncentive(tx, wish);
      expect(result).not.toMatchObject({ kind: "refused" });
      const row = await findCodeByOccasion(tx, wish);
      if (!row) throw new Error("no code was stored");
      return { id: row.id, code: row.code };
    },
    { shopId: over.shopId ?? SHOP_ID },
  );

const stateOf = async (codeId: string) =>
  (await open.db.issuedCode.findFirstOrThrow({ where: { shopId: SHOP_ID, id: codeId } })).state;
const eventTypes = async () =>
  (await open.db.domainEvent.findMany({ where: { shopId: SHOP_ID } })).map((event) => event.type);

async function publishOrder(type: "order.placed" | "order.cancelled", orderId: string) {
  const shared = {
    sourceKey: `${type}:${orderId}`,
    customerId: null,
    subjectId: orderId,
    occurredAt: world.now(),
  };
  const payload = { orderId, customerId: null };
  await inTransaction(open.db, (tx) =>
    publishEvents(
      tx,
      [
        type === "order.placed"
          ? { ...shared, type, payload: { ...payload, checkoutToken: null } }
          : { ...shared, type, payload: { ...payload, reason: null } },
      ],
      { shopId: SHOP_ID, now: world.now() },
    ),
  );
  await world.runJobs();
}

describe("asking for a code", () => {
  test("makes one at Shopify, bound to the customer and ending after the given days", async () => {
    const { id, code } = await request();
    await world.runJobs();
    expect(world.shopify.calls).toEqual([
      {
        kind: "create-discount",
        discount: {
          code,
          title: `Cart reminder ${code}`,
          value: { kind: "percentage", percentBp: 1_000 },
          minimum: null,
          items: { kind: "all" },
          combinesWith: { order: false, product: true, shipping: true },
          oncePerCustomer: true,
          usageLimit: 1,
          customerGid: "gid://shopify/Customer/7",
          startsAt: NOW,
          endsAt: new Date("2026-03-08T23:00:00Z"),
        },
      },
    ]);
    expect(await stateOf(id)).toBe("issued");
    expect(await eventTypes()).toEqual(["code.issued"]);
  });

  test("twice for one occasion gives one code, also when the settings changed", async () => {
    const first = await request();
    const offer = { ...OFFER, value: { kind: "percentage", percentBp: 5_000 } } as const;
    const second = await request({ offer });
    await world.runJobs();
    expect(second).toEqual(first);
    expect(world.shopify.calls).toHaveLength(1);
  });

  test("twenty times at once gives one code", async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => request()));
    await world.runJobs();
    expect(new Set(codes.map(({ id }) => id)).size).toBe(1);
    expect(world.shopify.calls).toHaveLength(1);
  });

  test("for another occasion or in another shop gives another code", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(open.db, { shopId: "s2", legacyId: 7 });
    const codes = [
      await request(),
      await request({ occasionKey: "cart-recovery:c2" }),
      await request({ shopId: "s2", customerId: "s2_7" }),
    ];
    expect(new Set(codes.map(({ code }) => code)).size).toBe(3);
  });

  test("takes the next candidate when the code belongs to another occasion", async () => {
    const first = await request();
    await open.db.issuedCode.updateMany({
      where: { shopId: SHOP_ID, id: first.id },
      data: { occasionKey: "other" },
    });
    const second = await request();
    expect(second.code).not.toBe(first.code);
  });
});

describe("when Shopify does not make it", () => {
  test("a throttled call is made again later", async () => {
    world.shopify.answers.push({ kind: "unavailable", error: "throttled", retryAfterMs: 2_000 });
    const { id } = await request();
    await world.runJobs();
    expect(await stateOf(id)).toBe("requested");
    world.at("2026-03-01T12:00:06Z");
    await world.runJobs();
    expect(await stateOf(id)).toBe("issued");
  });

  test("a refusal is told once and not tried again", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Code is too long" });
    const { id } = await request();
    await world.runJobs();
    await world.runJobs();
    expect(await stateOf(id)).toBe("failed");
    expect(await eventTypes()).toEqual(["code.failed"]);
    expect(await findIssuedCode(open.db, { shopId: SHOP_ID, codeId: id })).toBeNull();
  });

  test.each([
    {
      name: "the shop uninstalled the app",
      change: () => open.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } }),
    },
    {
      name: "the customer was erased",
      change: () => open.db.customer.deleteMany({ where: { shopId: SHOP_ID } }),
    },
  ])("no call is made when $name", async ({ change }) => {
    const { id } = await request();
    await change();
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect(await stateOf(id)).toBe("failed");
  });

  test("no call is made, and nothing told, when the code itself was erased", async () => {
    await request();
    await open.db.issuedCode.deleteMany({ where: { shopId: SHOP_ID } });
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect(await eventTypes()).toEqual([]);
  });

  test("no call is made at the instant the code would be over", async () => {
    await request();
    world.at("2026-03-08T23:00:00Z");
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
  });

  test("a code that was refused and that a person asks for again is made after all", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Code is too long" });
    const { id } = await request();
    await world.runJobs();
    const { id: intentId } = await open.db.outboxIntent.findFirstOrThrow({ where: { shopId: SHOP_ID } });
    await retryIntent(open.db, { shopId: SHOP_ID, intentId, now: world.now() });
    await world.runJobs();
    expect(await stateOf(id)).toBe("issued");
  });
});

describe("using a code", () => {
  async function givenIssued() {
    const row = await request();
    await world.runJobs();
    return row;
  }

  test("an order that carries it redeems it, in whatever case it was typed; twice changes nothing", async () => {
    const { id, code } = await givenIssued();
    const order = await givenOrder(open.db, {
      discountCodes: [code.toLowerCase()],
      placedAt: "2026-03-02T12:00:00Z",
    });
    await publishOrder("order.placed", order.id);
    await publishOrder("order.placed", order.id);
    expect(await stateOf(id)).toBe("redeemed");
    expect(await findIssuedCode(open.db, { shopId: SHOP_ID, codeId: id })).toMatchObject({
      isRedeemed: true,
    });
  });

  test("a cancelled order gives it back", async () => {
    const { id, code } = await givenIssued();
    const order = await givenOrder(open.db, { discountCodes: [code], placedAt: "2026-03-02T12:00:00Z" });
    await publishOrder("order.placed", order.id);
    await open.db.order.update({ where: { id: order.id }, data: { cancelledAt: NOW, isValid: false } });
    await publishOrder("order.cancelled", order.id);
    expect(await stateOf(id)).toBe("issued");
  });

  test("an order without codes of ours changes nothing", async () => {
    const { id } = await givenIssued();
    const order = await givenOrder(open.db, { discountCodes: ["SUMMER"] });
    await publishOrder("order.placed", order.id);
    expect(await stateOf(id)).toBe("issued");
  });
});

test("the sweep ends unused codes at their end, and leaves used ones", async () => {
  const unused = await request();
  const used = await request({ occasionKey: "cart-recovery:c2" });
  await world.runJobs();
  const order = await givenOrder(open.db, { discountCodes: [used.code] });
  await publishOrder("order.placed", order.id);
  world.at("2026-03-08T23:00:00Z");
  await world.runJobs();
  expect([await stateOf(unused.id), await stateOf(used.id)]).toEqual(["expired", "redeemed"]);
});

test("the figures count codes of one kind of occasion, made in the window", async () => {
  const { code } = await request();
  await request({ occasionKey: "winback:1" });
  await request({ occasionKey: "cart-recovery:c2" });
  await world.runJobs();
  await publishOrder("order.placed", (await givenOrder(open.db, { discountCodes: [code] })).id);
  const window = {
    shopId: SHOP_ID,
    occasionPrefix: "cart-recovery:",
    from: NOW,
    to: new Date(NOW.getTime() + 1),
  };
  expect(await presentCodeFigures(open.db, window)).toEqual({ issuedCount: 2, redeemedCount: 1 });
  expect(
    await presentCodeFigures(open.db, { ...window, from: window.to, to: new Date("2027-01-01") }),
  ).toEqual({
    issuedCount: 0,
    redeemedCount: 0,
  });
});
