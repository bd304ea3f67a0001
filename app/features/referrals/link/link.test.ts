import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID } from "../../../../tests/support/factories";
import { ADA, createReferralWorld, day, type ReferralWorld } from "../../../../tests/support/referral-world";
import { saveReferralSettings } from "../settings/service.server";
import { ReferralSettingsSchema } from "../schema";
import { readReferralToken, referralPageUrl } from "./links.server";
import { presentMemberLink, presentReferralPage } from "./presenter.server";
import { askForLink, requestLink } from "./service.server";
import { presentAdvocate } from "./view.server";

let shop: ReferralWorld;
beforeEach(async () => {
  shop = await createReferralWorld();
});
afterEach(() => shop.close());

const BOB = `${SHOP_ID}_2`;
const tokenOf = (customerId: string) =>
  referralPageUrl({ shopId: SHOP_ID, customerId }).split("/f/")[1] ?? "";
const open = async (token: string, language = "en") => {
  const request = new Request(`https://app.example/f/${token}?language=${language}`);
  const response = await presentReferralPage(shop.db, { token, request, asked: null, now: shop.world.now() });
  return { status: response.status, html: await response.text(), headers: response.headers };
};
const discounts = () =>
  shop.world.shopify.calls.flatMap((call) => (call.kind === "create-discount" ? [call.discount] : []));
const save = async (over: Record<string, unknown>) => {
  const settings = ReferralSettingsSchema.parse({ isEnabled: true, ...over });
  await saveReferralSettings(shop.db, { shopId: SHOP_ID, settings, now: shop.world.now() });
  await shop.world.runJobs();
};
const states = async () =>
  (await shop.db.sharedCode.findMany({ where: { shopId: SHOP_ID }, orderBy: { customerId: "asc" } })).map(
    ({ state }) => state,
  );

describe("a member's code", () => {
  test("is made once for anybody, once each, without an end", async () => {
    expect(shop.code).toMatch(/^FRIEND-[A-Z0-9]{8}$/);
    await shop.share(ADA);
    expect(discounts()).toEqual([
      expect.objectContaining({
        ...{ code: shop.code, customerGid: null, usageLimit: null, oncePerCustomer: true, endsAt: null },
        value: { kind: "percentage", percentBp: 1_000 },
      }),
    ]);
  });

  test("is one, however many ask at the same moment", async () => {
    await givenCustomer(shop.db, { legacyId: 2 });
    await shop.configure({ onlyBuyers: false });
    const token = tokenOf(BOB);
    await Promise.all([1, 2, 3].map(() => askForLink(shop.db, { token, now: shop.world.now() })));
    await shop.world.runJobs();
    expect(await shop.db.sharedCode.count({ where: { customerId: BOB } })).toBe(1);
    expect(discounts()).toHaveLength(2);
  });

  test("keeps its promise under new terms; the next one has those", async () => {
    shop.world.at(day(1));
    await save({ friend: { kind: "amount", amountMinor: 500 }, minimumMinor: 4_000 });
    const next = await shop.share(ADA);
    expect(next).not.toBe(shop.code);
    expect(discounts().at(-1)).toMatchObject({
      value: { kind: "amount", amountMinor: 500, currencyCode: "EUR" },
      minimum: { kind: "amount", amountMinor: 4_000 },
    });
    await givenCustomer(shop.db, { legacyId: 2 });
    const old = await shop.buy({ customerId: BOB });
    expect(await shop.stateOf(old)).toBe("held");
  });

  test("leaves the store while the programme is off, and comes back with the same letters", async () => {
    await save({ isEnabled: false });
    expect(await states()).toEqual(["removed"]);
    expect(shop.world.shopify.calls.filter(({ kind }) => kind === "delete-discount")).toHaveLength(1);
    await save({});
    expect(await states()).toEqual(["issued"]);
    expect(discounts().map(({ code }) => code)).toEqual([shop.code, shop.code]);
  });

  test("leaves the store with its member", async () => {
    await shop.db.customer.update({ where: { id: ADA }, data: { deletedAt: day(1) } });
    await shop.runAt(day(1));
    expect(await states()).toEqual(["removed"]);
    await shop.runAt(day(2));
    expect(await states()).toEqual(["removed"]);
  });

  test("that the store would not have is asked for again when its member asks", async () => {
    await givenCustomer(shop.db, { legacyId: 2 });
    await shop.configure({ onlyBuyers: false });
    shop.world.shopify.answers.push({ kind: "rejected", error: "no" });
    const ask = () =>
      inTransaction(
        shop.db,
        (tx) => requestLink(tx, { shopId: SHOP_ID, customerId: BOB, now: shop.world.now() }),
        { shopId: SHOP_ID },
      );
    await ask();
    await shop.world.runJobs();
    expect(await states()).toEqual(["issued", "failed"]);
    shop.world.at(day(1));
    await ask();
    await shop.world.runJobs();
    expect(await states()).toEqual(["issued", "issued"]);
  });
});

describe("who may share", () => {
  test.each([
    [true, "not-yet"],
    [false, "none"],
  ])("of those without an order, with only buyers %s: %s", async (onlyBuyers, state) => {
    await shop.configure({ onlyBuyers });
    await givenCustomer(shop.db, { legacyId: 2 });
    const view = await presentAdvocate(shop.db, { shopId: SHOP_ID, customerId: BOB, locale: "en" });
    expect(view).toMatchObject({ state, code: null });
    const { outcome } = await askForLink(shop.db, { token: tokenOf(BOB), now: shop.world.now() });
    expect(outcome).toBe(onlyBuyers ? "not-yet" : "asked");
  });

  test("is nobody while the programme is off, and nobody who is gone", async () => {
    await shop.configure({ isEnabled: false });
    expect(await askForLink(shop.db, { token: tokenOf(ADA), now: day(0) })).toMatchObject({ outcome: "off" });
    expect(await askForLink(shop.db, { token: tokenOf(BOB), now: day(0) })).toMatchObject({
      outcome: "unknown",
    });
  });
});

describe("the page", () => {
  test("shows the link, how it works, and what it brought, without a script or anything of others", async () => {
    await givenCustomer(shop.db, { legacyId: 2, firstName: "Zenobia", email: "zenobia@example.com" });
    await shop.buy({ customerId: BOB });
    const { status, html, headers } = await open(tokenOf(ADA));
    expect(status).toBe(200);
    expect(html).toContain(`https://demo-shop.myshopify.com/discount/${shop.code}?redirect=/`);
    expect(html).toContain("https://wa.me/?text=");
    expect(html).toContain("A friend bought; your reward comes on March 15, 2026");
    expect(html).not.toMatch(/<script|zenobia|ada\.lovelace/i);
    expect(html).not.toMatch(/\bsrc="|url\(/);
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });

  test.each([
    ["en", "Recommend", "10% off"],
    ["pl", "Poleć", "rabat 10%"],
    ["ru", "Посоветуйте", "скидка 10"],
  ])("speaks %s", async (language, title, value) => {
    const { html } = await open(tokenOf(ADA), language);
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).toContain(title);
    expect(html.replaceAll("\u00a0", " ")).toContain(value);
    expect(html).not.toMatch(/page\.\w+|\{\{/);
  });

  test("follows a merge, and says no more of who was erased than of a stranger's link", async () => {
    await givenCustomer(shop.db, { legacyId: 9, mergedIntoId: ADA, deletedAt: day(0) });
    expect((await open(tokenOf(`${SHOP_ID}_9`))).html).toContain(shop.code);
    await shop.db.customer.update({ where: { id: ADA }, data: { deletedAt: day(0) } });
    expect((await open(tokenOf(ADA))).status).toBe(404);
    expect((await open("broken")).status).toBe(404);
  });

  test("is told by its token, which nobody else can make", () => {
    expect(readReferralToken(tokenOf(ADA))).toEqual({ shopId: SHOP_ID, customerId: ADA });
    expect(readReferralToken(`${tokenOf(ADA)}x`)).toBeNull();
    expect(readReferralToken("")).toBeNull();
  });
});

describe("the staff", () => {
  const linkOf = (customerId: string, shopId = SHOP_ID) => presentMemberLink(shop.db, { shopId, customerId });

  test("sees the link that friends follow, in whatever state it is", async () => {
    expect(await linkOf(ADA)).toEqual({
      state: "ready",
      shareUrl: `https://demo-shop.myshopify.com/discount/${shop.code}?redirect=/`,
    });
    await givenCustomer(shop.db, { legacyId: 2 });
    expect(await linkOf(BOB)).toEqual({ state: "not-yet", shareUrl: null });
    await shop.configure({ onlyBuyers: false });
    expect(await linkOf(BOB)).toEqual({ state: "none", shareUrl: null });
    await askForLink(shop.db, { token: tokenOf(BOB), now: shop.world.now() });
    expect(await linkOf(BOB)).toEqual({ state: "making", shareUrl: null });
    await shop.world.runJobs();
    expect(await linkOf(BOB)).toMatchObject({ state: "ready" });
  });

  test("sees none of nobody, of another shop's, of who was erased, and while there are no referrals", async () => {
    expect(await linkOf("s1_404")).toBeNull();
    expect(await linkOf(ADA, "s2")).toBeNull();
    await shop.configure({ isEnabled: false });
    expect(await linkOf(ADA)).toBeNull();
    await shop.configure({ isEnabled: true });
    await shop.db.customer.update({ where: { id: ADA }, data: { deletedAt: shop.world.now() } });
    expect(await linkOf(ADA)).toBeNull();
  });
});
