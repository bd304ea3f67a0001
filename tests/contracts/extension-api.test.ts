import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import type * as shown from "../../extensions/shared/answers";
import { HISTORY_KINDS } from "../../extensions/shared/answers";
import { provideDb } from "~/platform/database.server";
import { logger } from "~/platform/logger.server";
import { action as cancel } from "~/routes/api.cancel";
import { action as giveReward, loader as customer } from "~/routes/api.customer.$customerId";
import { loader as member } from "~/routes/api.member";
import { loader as order } from "~/routes/api.order.$orderId";
import { action as redeem, loader as redeemPage } from "~/routes/api.redeem";

import { buyerToken, staffToken } from "../support/extension-token";
import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import {
  createLoyaltyWorld,
  givenPaidOrder,
  goTo,
  type LoyaltyWorld,
  tellOrder,
} from "../support/loyalty-world";

/* What extensions are answered, held against what they are built for (extensions/shared/answers.ts). */

const RewardSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(["amount", "percentage", "free-shipping", "product", "gift-card", "store-credit"]),
    costPoints: z.number(),
    valueMinor: z.number().optional(),
    percentBp: z.number().optional(),
    incremental: z
      .object({
        stepPoints: z.number(),
        minPoints: z.number(),
        maxPoints: z.number().nullable(),
        valuePerStepMinor: z.number(),
      })
      .optional(),
    affordable: z.boolean(),
  })
  .strict();
const HoldSchema = z
  .object({
    redemptionId: z.string(),
    rewardId: z.string(),
    points: z.number(),
    state: z.enum(["held", "issued"]),
    code: z.string().nullable(),
    expiresOn: z.string().nullable(),
  })
  .strict();
const MemberSchema = z
  .object({
    memberSince: z.string().nullable(),
    availablePoints: z.number(),
    pendingPoints: z.number(),
    nextExpiry: z.object({ points: z.number(), on: z.string() }).nullable(),
    rewards: z.array(RewardSchema),
    earnRules: z.array(
      z
        .object({ kind: z.string(), points: z.number(), perMinor: z.number().optional(), title: z.string() })
        .strict(),
    ),
    hold: HoldSchema.nullable(),
    debtPoints: z.number(),
  })
  .strict();
const common = { currencyCode: z.string(), member: MemberSchema, tierName: z.string().nullable() };
const MemberAnswerSchema = z
  .object({
    ...common,
    history: z.array(z.object({ at: z.string(), kind: z.enum(HISTORY_KINDS), points: z.number() }).strict()),
    referralUrl: z.string().nullable(),
    preferencesUrl: z.string().nullable(),
  })
  .strict();
const CustomerAnswerSchema = z
  .object({
    ...common,
    orderCount: z.number(),
    netMinor: z.number(),
    lastOrderAt: z.string().nullable(),
    typicalGapDays: z.number().nullable(),
    pagePath: z.string(),
  })
  .strict();
const RedeemAnswerSchema = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("redeemed"), hold: HoldSchema }).strict(),
  z.object({ outcome: z.literal("refused"), reason: z.string(), params: z.record(z.number()) }).strict(),
]);
const OrderAnswerSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("nothing") }).strict(),
  z.object({ state: z.literal("on-its-way") }).strict(),
  z.object({ state: z.literal("pending"), points: z.number(), availableOn: z.string().nullable() }).strict(),
  z.object({ state: z.literal("earned"), points: z.number() }).strict(),
]);
/** Neither side has a field the other has not. */
type Shape<Answer> = Record<keyof Answer, unknown>;
RewardSchema.shape satisfies Shape<shown.RewardView>;
HoldSchema.shape satisfies Shape<shown.HoldView>;
MemberSchema.shape satisfies Shape<shown.MemberView>;
MemberAnswerSchema.shape satisfies Shape<shown.MemberAnswer>;
CustomerAnswerSchema.shape satisfies Shape<shown.CustomerAnswer>;

const ADA = "s1_1";
let scene: LoyaltyWorld;
beforeEach(async () => {
  scene = await createLoyaltyWorld();
  provideDb(scene.db);
  await givenCustomer(scene.db, { legacyId: 1 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await scene.close();
});

type Handler = (args: {
  request: Request;
  params: Record<string, string>;
  context: object;
}) => Promise<Response>;
type Asking = { token?: string | null; params?: Record<string, string>; body?: unknown };
let visitors = 0;

async function ask(handler: unknown, { token = buyerToken(1), params = {}, body }: Asking = {}) {
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  const post =
    body === undefined
      ? {}
      : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  const request = new Request("https://perennial.example/api/x?locale=pl", { headers, ...post });
  const context = { clientIp: `198.51.100.${(visitors += 1) % 250}` };
  const response = await (handler as Handler)({ request, params, context });
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Ada buys for 100.00 and has 1,000 points to spend. */
async function givenPoints(): Promise<string> {
  const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 10_000 }] });
  await tellOrder(scene, orderId);
  await goTo(scene, "2026-03-17T10:00:00Z");
  return orderId;
}
const redemptions = () => scene.db.pointsRedemption.count({ where: { shopId: SHOP_ID } });
const wish = (over: object = {}) => ({ rewardId: "five-off", idempotencyKey: "click-0001", ...over });

describe("a member", () => {
  test("is told what they have, in the shape the account is built for", async () => {
    await givenPoints();
    const { status, body } = await ask(member);
    expect(status).toBe(200);
    const told = MemberAnswerSchema.parse(body);
    expect(told.member).toMatchObject({ availablePoints: 1_000, pendingPoints: 0, hold: null });
    expect(told.history).toMatchObject([{ kind: "earned", points: 1_000 }]);
    expect(told).toMatchObject({ currencyCode: "EUR", tierName: null, referralUrl: null });
  });

  test("redeems once, however often the same wish comes and from how many tabs", async () => {
    await givenPoints();
    const answers = await Promise.all([1, 2, 3].map(() => ask(redeem, { body: wish() })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { hold } = RedeemAnswerSchema.parse(answers[0]?.body) as Extract<
      shown.RedeemAnswer,
      { outcome: "redeemed" }
    >;
    expect(hold).toMatchObject({ state: "held", points: 500, code: null });
    const other = await ask(redeem, { body: wish({ idempotencyKey: "click-0002" }) });
    expect([other.status, other.body]).toMatchObject([422, { outcome: "refused", reason: "hold-open" }]);
    expect(await redemptions()).toBe(1);
    await scene.world.runJobs();
    const made = MemberAnswerSchema.parse((await ask(member)).body);
    expect(made.member.hold).toMatchObject({ state: "issued", code: expect.any(String) as string });
    expect(made.history.map(({ kind, points }) => [kind, points])).toContainEqual(["redeemed", -500]);
  });

  test("gives a reward back, and nobody else's", async () => {
    await givenPoints();
    await ask(redeem, { body: wish() });
    await scene.world.runJobs();
    const { member: view } = MemberAnswerSchema.parse((await ask(member)).body);
    const body = { redemptionId: view.hold?.redemptionId };
    await givenCustomer(scene.db, { legacyId: 2 });
    expect(await ask(cancel, { token: buyerToken(2), body })).toMatchObject({
      status: 422,
      body: { reason: "redemption-unknown" },
    });
    expect(await ask(cancel, { body })).toMatchObject({ status: 200, body: { outcome: "cancelled" } });
    const after = MemberAnswerSchema.parse((await ask(member)).body);
    expect(after.member).toMatchObject({ availablePoints: 1_000, hold: null });
  });

  test.each([
    ["more than there is", { rewardId: "five-off" }, 422, "not-enough"],
    ["a reward there is none of", { rewardId: "moon" }, 422, "reward-unknown"],
  ])("asking for %s gets a reason, and nothing changes", async (_what, over, status, reason) => {
    expect(await ask(redeem, { body: wish(over) })).toMatchObject({ status, body: { reason } });
    expect(await redemptions()).toBe(0);
  });

  test.each([
    ["no JSON", "{", "body"],
    ["no key", { rewardId: "five-off" }, "idempotencyKey"],
    ["half a point", wish({ points: 0.5 }), "points"],
    ["points below nothing", wish({ points: -500 }), "points"],
    ["somebody else's id", wish({ customerId: "s1_2" }), "body"],
    ["a book", wish({ rewardId: "x".repeat(5_000) }), "body"],
  ])("sending %s is told where it is wrong", async (_what, body, place) => {
    await givenPoints();
    const answer = await ask(redeem, { body });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(place);
    expect(await redemptions()).toBe(0);
  });

  test("asking for rewards without end is asked to wait", async () => {
    for (let count = 0; count < 10; count += 1)
      await ask(redeem, { body: wish({ idempotencyKey: `click-${count}000` }) });
    expect(await ask(redeem, { body: wish() })).toMatchObject({ status: 429, body: { error: "too-often" } });
  });

  test("who was merged is the one they are now; who is gone, or unknown, is nobody", async () => {
    await givenPoints();
    await givenCustomer(scene.db, { legacyId: 2, mergedIntoId: ADA, deletedAt: new Date() });
    const merged = MemberAnswerSchema.parse((await ask(member, { token: buyerToken(2) })).body);
    expect(merged.member.availablePoints).toBe(1_000);
    await givenCustomer(scene.db, { legacyId: 3, deletedAt: new Date() });
    for (const legacyId of [3, 404])
      expect(await ask(member, { token: buyerToken(legacyId) })).toMatchObject({
        status: 404,
        body: { error: "not-found" },
      });
  });
});

describe("an order", () => {
  const about = (orderNumber: string) => ({ params: { orderId: orderNumber } });

  test("is on its way before its webhook came, then pending with its day, then earned", async () => {
    expect(OrderAnswerSchema.parse((await ask(order, about("404"))).body)).toEqual({ state: "on-its-way" });
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 10_000 }] });
    await tellOrder(scene, orderId);
    const number = orderId.replace("s1_", "");
    const pending = OrderAnswerSchema.parse((await ask(order, about(number))).body);
    expect(pending).toMatchObject({
      state: "pending",
      points: 1_000,
      availableOn: expect.stringMatching(/^2026-/) as string,
    });
    const anonymous = await ask(order, { ...about(number), token: buyerToken(null) });
    expect(anonymous.body).toEqual(pending);
    await goTo(scene, "2026-03-17T10:00:00Z");
    expect((await ask(order, about(number))).body).toEqual({ state: "earned", points: 1_000 });
  });

  test("of somebody else brings nothing to know, and neither does what is no number", async () => {
    const orderId = await givenPoints();
    await givenCustomer(scene.db, { legacyId: 2 });
    const number = orderId.replace("s1_", "");
    expect((await ask(order, { ...about(number), token: buyerToken(2) })).body).toEqual({ state: "nothing" });
    expect((await ask(order, { ...about(number), token: buyerToken(null) })).body).toEqual({
      state: "nothing",
    });
    expect((await ask(order, about("1 OR 1=1"))).body).toEqual({ state: "nothing" });
  });
});

describe("the staff", () => {
  const of = (customerId: string) => ({ token: staffToken(), params: { customerId } });

  test("sees a customer in the admin and at the till, and that is written down", async () => {
    await givenPoints();
    const told = CustomerAnswerSchema.parse((await ask(customer, of("1"))).body);
    expect(told).toMatchObject({ orderCount: 1, netMinor: 10_000, pagePath: "/app/customers/s1_1" });
    const log = await scene.db.accessLogEntry.findMany({ where: { shopId: SHOP_ID } });
    expect(log).toMatchObject([{ staffId: "42", page: "customer-extension", customerId: ADA }]);
  });

  test("redeems for a customer, once per wish", async () => {
    await givenPoints();
    const answers = await Promise.all([1, 2].map(() => ask(giveReward, { ...of("1"), body: wish() })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await redemptions()).toBe(1);
  });

  test.each(["404", "s1_1", "gid://shopify/Order/1", "1;DROP"])("does not see %s", async (customerId) => {
    expect(await ask(customer, of(customerId))).toMatchObject({ status: 404 });
    expect(await ask(giveReward, { ...of(customerId), body: wish() })).toMatchObject({ status: 404 });
    expect(await scene.db.accessLogEntry.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("of another store does not see this store's customers", async () => {
    await givenShop(scene.db, { id: "s2", domain: "other.myshopify.com" });
    const claims = { dest: "https://other.myshopify.com", iss: "https://other.myshopify.com/admin" };
    expect(await ask(customer, { ...of("1"), token: staffToken({ claims }) })).toMatchObject({ status: 404 });
    const buyer = buyerToken(1, { claims: { dest: "other.myshopify.com" } });
    expect(await ask(member, { token: buyer })).toMatchObject({ status: 404 });
  });
});

describe("whoever cannot say who they are", () => {
  const OF_BUYERS = { member, redeem, cancel, order };
  const OF_STAFF = { customer, giveReward };
  const forged = (token: string) => token.replace(/.$/, (last) => (last === "A" ? "B" : "A"));

  test.each(Object.entries(OF_BUYERS))("is told nothing and changes nothing: %s", async (_name, handler) => {
    await givenPoints();
    const warned = vi.spyOn(logger, "warn");
    const tokens = [null, forged(buyerToken(1)), staffToken(), buyerToken(1, { claims: { aud: "other" } })];
    for (const token of tokens)
      expect(
        await ask(handler, {
          token,
          params: { orderId: "1" },
          body: handler === member || handler === order ? undefined : wish(),
        }),
      ).toMatchObject({
        status: 401,
      });
    expect(warned).toHaveBeenCalledTimes(tokens.length);
    expect(await redemptions()).toBe(0);
  });

  test.each(Object.entries(OF_STAFF))("is not the staff: %s", async (_name, handler) => {
    await givenPoints();
    for (const token of [null, forged(staffToken()), buyerToken(1), staffToken({ claims: { exp: 1 } })])
      expect(
        await ask(handler, {
          token,
          params: { customerId: "1" },
          body: handler === customer ? undefined : wish(),
        }),
      ).toMatchObject({ status: 401 });
    expect(await redemptions()).toBe(0);
  });

  test("who is not signed in may only ask of an order", async () => {
    for (const handler of [member, redeem, cancel])
      expect(
        await ask(handler, { token: buyerToken(null), body: handler === member ? undefined : wish() }),
      ).toMatchObject({
        status: 401,
        body: { error: "signed-out" },
      });
  });
});

test("a browser may ask beforehand, and what takes something in shows nothing", async () => {
  const request = new Request("https://perennial.example/api/redeem", { method: "OPTIONS" });
  const handler = redeemPage as unknown as Handler;
  expect((await handler({ request, params: {}, context: {} })).status).toBe(204);
  expect(await ask(redeemPage)).toMatchObject({ status: 405 });
});
