import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { provideLibraryCheck } from "~/engine/storefront/port.server";
import { signatureOf } from "~/engine/storefront/signature.server";
import { createProxyCheck } from "~/integrations/shopify/proxy-check.server";
import { provideDb } from "~/platform/database.server";
import { logger } from "~/platform/logger.server";
import { getSecret } from "~/platform/secrets.server";

import { givenCustomer } from "../../tests/support/factories";
import {
  createLoyaltyWorld,
  expectSound,
  givenPaidOrder,
  givenProgramme,
  goTo,
  type LoyaltyWorld,
  pointsOf,
  tellOrder,
} from "../../tests/support/loyalty-world";
import { action as cancel } from "./proxy.cancel";
import { loader as member } from "./proxy.member";
import { action as redeem } from "./proxy.redeem";

const ADA = "s1_7001";
const AFTER_RETURNS = "2026-03-20T10:00:00Z";

let scene: LoyaltyWorld;
beforeEach(async () => {
  scene = await createLoyaltyWorld();
  provideDb(scene.db);
  provideLibraryCheck(
    await createProxyCheck({ apiKey: "k", apiSecret: getSecret(), appUrl: "https://app.example" }),
  );
  vi.spyOn(logger, "warn").mockImplementation(() => undefined);
  await givenCustomer(scene.db, { legacyId: 7001 });
  // 100.00 at ten points a euro.
  const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 10_000 }] });
  await tellOrder(scene, orderId);
  await goTo(scene, AFTER_RETURNS);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await scene.close();
});

type Handler = typeof member | typeof redeem | typeof cancel;
type Hold = { redemptionId: string; code: string };
type Body = Record<string, unknown> & { view?: { hold: Hold | null; rewards: unknown[] } };

let calls = 0;

/** Calls a route as Shopify does for whoever is signed in. */
async function call(handler: Handler, over: Record<string, string> = {}) {
  calls += 1;
  const query = new URLSearchParams({
    ...{ shop: "demo-shop.myshopify.com", logged_in_customer_id: "7001", path_prefix: "/apps/perennial" },
    ...{ timestamp: String(Math.floor(Date.now() / 1_000)), key: `key-of-action-${10_000 + calls}` },
    ...over,
  });
  query.set("signature", signatureOf(getSecret(), query));
  return ask(handler, `https://perennial.example.com/proxy/x?${query.toString()}`);
}
async function ask(handler: Handler, url: string) {
  const request = new Request(url, { method: handler === member ? "GET" : "POST" });
  const answer = await handler({ request, params: {}, context: {} }).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
  return { url, status: answer.status, body: (await answer.json()) as Body };
}
const tokenOf = async () => String((await call(member)).body["pageToken"]);
const holdOf = async () => (await call(member)).body.view?.hold ?? null;

describe("a member on a page of the store", () => {
  test("sees what they have, in the language of the page", async () => {
    const { body } = await call(member, { locale: "pl" });
    expect(body).toMatchObject({ outcome: "member", view: { availablePoints: 1_000, hold: null } });
    expect(body.view?.rewards).toHaveLength(2);
    expect((await call(member, { logged_in_customer_id: "" })).body).toEqual({ outcome: "signed-out" });
    expect((await call(member, { logged_in_customer_id: "9" })).body).toEqual({
      outcome: "unknown-customer",
    });
  });

  test("redeems once for an action, however often it is asked for", async () => {
    const wish = { token: await tokenOf(), reward: "five-off", key: "one-and-the-same-action" };
    const first = await call(redeem, wish);
    expect([first.status, first.body]).toEqual([200, expect.objectContaining({ outcome: "redeemed" })]);
    const again = await call(redeem, { ...wish, locale: "en" });
    expect(again.body["redemption"]).toEqual(first.body["redemption"]);
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
    await expectSound(scene);
  });

  test("redeems once from two tabs at the same time", async () => {
    const token = await tokenOf();
    const both = await Promise.all([1, 2].map(() => call(redeem, { token, reward: "five-off" })));
    expect(both.map(({ body }) => String(body["outcome"])).sort()).toEqual(["redeemed", "refused"]);
    expect(both.find(({ status }) => status === 422)?.body).toMatchObject({ reason: "hold-open" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
    await expectSound(scene);
  });

  test("gives a reward back for its points, once", async () => {
    const token = await tokenOf();
    await call(redeem, { token, reward: "any", points: "300" });
    await scene.world.runJobs();
    const hold = await holdOf();
    expect(hold?.code).toMatch(/^PTS/);
    const wish = { token, redemption: hold?.redemptionId ?? "" };
    expect((await call(cancel, wish)).body).toMatchObject({ outcome: "cancelled", points: 300 });
    expect((await call(cancel, wish)).body).toMatchObject({ outcome: "refused", reason: "not-open" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
    expect(await holdOf()).toBeNull();
  });

  test.each([
    [{ reward: "somebody-elses" }, "reward-unknown", "This reward does not exist."],
    [{ reward: "" }, "reward-unknown", "This reward does not exist."],
    [{ reward: "any", points: "1100" }, "not-enough", "You have 1000 points and need 1100: 100 are missing."],
    [{ reward: "any", points: "150" }, "off-step", "in steps of 100"],
    [{ reward: "any", points: "0" }, "below-minimum", "at least 100"],
    [{ reward: "any", points: "-100" }, "below-minimum", "at least 100"],
    [{ reward: "any", points: "1e999" }, "below-minimum", "at least 100"],
    [{ reward: "any" }, "points-needed", "At least 100"],
  ])("who asks for %o is refused as %s, is told why, and keeps their points", async (wish, reason, said) => {
    const { status, body } = await call(redeem, { token: await tokenOf(), ...wish });
    expect([status, body["outcome"], body["reason"]]).toEqual([422, "refused", reason]);
    expect(String(body["message"])).toContain(said);
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
  });

  test("who asks when the programme is over is told that, and keeps their points", async () => {
    await givenProgramme(scene.db, { endsOn: "2026-03-19" });
    const { body } = await call(redeem, { token: await tokenOf(), reward: "five-off" });
    expect(body).toMatchObject({ reason: "programme-off" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
  });
});

describe("nothing is minted", () => {
  const nothingHappened = async () => {
    expect(await scene.db.pointsRedemption.count()).toBe(0);
    expect(await scene.db.issuedCode.count()).toBe(0);
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
  };

  test("by a call that is forged, or says another customer than Shopify", async () => {
    const good = await call(member);
    const token = String(good.body["pageToken"]);
    const url = new URL(good.url);
    url.searchParams.set("reward", "five-off");
    url.searchParams.set("token", token);
    expect(await ask(redeem, url.href)).toMatchObject({ status: 403, body: { reason: "forged" } });
    await givenCustomer(scene.db, { legacyId: 7002 });
    const other = { token, reward: "five-off", logged_in_customer_id: "7002", customer_id: "7001" };
    expect(await call(redeem, other)).toMatchObject({ status: 403, body: { reason: "no-page-token" } });
    expect(await call(redeem, { reward: "five-off" })).toMatchObject({ status: 403 });
    await nothingHappened();
  });

  test("twice by a call that is played again", async () => {
    const done = await call(redeem, { token: await tokenOf(), reward: "five-off" });
    expect(await ask(redeem, done.url)).toMatchObject({ status: 409, body: { reason: "replayed" } });
    expect(await scene.db.pointsRedemption.count()).toBe(1);
    await expectSound(scene);
  });

  test("of somebody else's reward by who gives it back", async () => {
    await call(redeem, { token: await tokenOf(), reward: "five-off" });
    await scene.world.runJobs();
    const hold = await holdOf();
    await givenCustomer(scene.db, { legacyId: 7002 });
    const other = { logged_in_customer_id: "7002" };
    const token = String((await call(member, other)).body["pageToken"]);
    const wish = { ...other, token, redemption: hold?.redemptionId ?? "" };
    expect((await call(cancel, wish)).body).toMatchObject({ reason: "redemption-unknown" });
    expect(await holdOf()).toEqual(hold);
  });
});
