import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  markAddress,
  provideMarkWanted,
  readVisitorMark,
} from "~/engine/messaging/tracking/visitor-mark.server";
import { publicUrl } from "~/engine/messaging/links.server";
import { installShop } from "~/shops/lifecycle.server";
import type { RootDb } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { presentBrowsing } from "../presenter.server";
import { browsingRegistration } from "../registration.server";
import { BrowsingSettingsSchema, parseBrowsingForm } from "../schema";
import { saveBrowsing } from "../service.server";
import { markWanted } from "./mark-wanted.server";

const NOW = new Date("2026-11-01T12:00:00Z");
const ALL = "read_customer_events,read_products,write_pixels";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [browsingRegistration], NOW);
});
afterEach(async () => {
  provideMarkWanted(undefined);
  world.close();
  await testDb.close();
});

async function install(scopes = ALL): Promise<string> {
  const facts = {
    ...{
      domain: "demo-shop.myshopify.com",
      name: "Demo",
      email: "o@shop.example",
      gid: "gid://shopify/Shop/1",
    },
    ...{ currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", countryCode: "PL", scopes },
  };
  const { shop } = await installShop(db, { facts, now: world.now() });
  await world.runJobs();
  return shop.id;
}
const shown = async (shopId: string) => presentBrowsing(db, { shopId, shop: await getShop(db, { shopId }) });
const asked = () => world.shopify.calls.map((call) => call.kind);
const save = async (shopId: string, settings: object) => {
  await saveBrowsing(db, { shopId, settings: BrowsingSettingsSchema.parse(settings), now: world.now() });
  await world.runJobs();
};

describe("the pixel", () => {
  test("is connected with the installation, to this shop's account and our address", async () => {
    const shopId = await install();
    const settings = { accountID: shopId, endpoint: publicUrl("/pixel"), sample: "100" };
    expect(world.shopify.calls[0]).toEqual({ kind: "connect-pixel", pixel: { knownGid: null, settings } });
    expect(await shown(shopId)).toMatchObject({
      standing: "connected",
      connectedAt: NOW.toISOString(),
      origins: ["https://demo-shop.myshopify.com", "https://shop.example"],
    });
  });

  test("is looked after once a day, as the one that is there", async () => {
    await install();
    const before = world.shopify.calls.length;
    world.at("2026-11-02T13:00:00Z");
    await world.runJobs();
    await world.runJobs();
    expect(world.shopify.calls.slice(before)).toMatchObject([
      { kind: "connect-pixel", pixel: { knownGid: "gid://shopify/WebPixel/1" } },
    ]);
  });

  test("is taken away when it is switched off, and comes back", async () => {
    const shopId = await install();
    await save(shopId, { isOn: false });
    expect(await shown(shopId)).toMatchObject({ standing: "off" });
    expect(asked().at(-1)).toBe("remove-pixel");
    const calls = world.shopify.calls.length;
    await save(shopId, { isOn: false });
    expect(world.shopify.calls).toHaveLength(calls);
    await save(shopId, { isOn: true });
    expect(await shown(shopId)).toMatchObject({ standing: "connected" });
  });

  test.each([
    ["read_products,write_pixels", ["read_customer_events"]],
    ["read_customer_events,read_products", ["write_pixels"]],
    ["read_products", ["write_pixels", "read_customer_events"]],
  ])("is not asked for with %s alone, and the page says what is missing", async (scopes, missingScopes) => {
    const shopId = await install(scopes);
    expect(asked()).toEqual([]);
    expect(await shown(shopId)).toMatchObject({ standing: "missing-scopes", missingScopes });
  });

  test("is connected when the permission comes later", async () => {
    const shopId = await install("read_products");
    await install();
    expect(await shown(shopId)).toMatchObject({ standing: "connected" });
  });

  test("that Shopify refuses says why", async () => {
    const error = "settings: too short [INVALID_SETTINGS]";
    // Asked for by the installation and by the day's look.
    world.shopify.answers.push({ kind: "rejected", error }, { kind: "rejected", error });
    const shopId = await install();
    expect(await shown(shopId)).toMatchObject({ standing: "failed", error });
  });
});

describe("an address in a mail", () => {
  const mail = (shopId: string) => ({ shopId, messageId: "m1" });
  beforeEach(() => provideMarkWanted(markWanted));

  test("of the store, or of ours on the way to it, tells by which mail somebody came", async () => {
    const shopId = await install();
    for (const url of ["https://shop.example/products/a?b=1", publicUrl("/r/token")]) {
      const marked = await markAddress(db, { url, mail: mail(shopId), now: NOW });
      const [, mark = ""] = marked.split("#perennial=");
      expect(marked.startsWith(`${url}#`)).toBe(true);
      expect(readVisitorMark(mark)).toEqual({ ...mail(shopId), followedAt: NOW });
      expect(mark.length).toBeLessThanOrEqual(300);
    }
  });

  test.each(["https://elsewhere.example/", "https://shop.example/#reviews", "http://shop.example/"])(
    "that is not, or has a fragment of its own, stays as it is: %s",
    async (url) => {
      const shopId = await install();
      expect(await markAddress(db, { url, mail: mail(shopId), now: NOW })).toBe(url);
    },
  );

  test("stays as it is while there is no pixel to read it", async () => {
    const shopId = await install("read_products");
    const url = "https://demo-shop.myshopify.com/";
    expect(await markAddress(db, { url, mail: mail(shopId), now: NOW })).toBe(url);
  });
});

describe("the form", () => {
  const parse = (moreOrigins: string, over: Record<string, string> = {}) => {
    const form = new FormData();
    form.set("isOn", "true");
    form.set("moreOrigins", moreOrigins);
    for (const [field, value] of Object.entries(over)) form.set(field, value);
    return parseBrowsingForm(form);
  };

  test.each([
    ["", []],
    ["https://sklep.example/pl\nshop.example", ["https://sklep.example", "https://shop.example"]],
    [" https://a.example , https://b.example ", ["https://a.example", "https://b.example"]],
  ])("takes addresses line by line: %j", (typed, moreOrigins) => {
    const usual = { samplePercent: 100, abandonedAfterMinutes: 60 };
    expect(parse(typed)).toEqual({ ok: true, value: { isOn: true, moreOrigins, ...usual } });
  });

  test("names the line that is no address, and says when there are too many", () => {
    expect(parse("https://a.example\nnonsense")).toEqual({
      ok: false,
      wrong: { field: "moreOrigins", line: "nonsense" },
    });
    const many = Array.from({ length: 21 }, (_, index) => `a${index}.example`).join("\n");
    expect(parse(many)).toEqual({ ok: false, wrong: { field: "moreOrigins", line: null } });
  });

  test.each([
    ["14", false],
    ["15", true],
    ["720", true],
    ["721", false],
    ["", false],
    ["60.5", false],
    ["soon", false],
  ])("takes 15 to 720 minutes after which a cart is abandoned: %j", (abandonedAfterMinutes, isTaken) => {
    const wrong = { field: "abandonedAfterMinutes" };
    expect(parse("", { abandonedAfterMinutes })).toMatchObject(isTaken ? { ok: true } : { ok: false, wrong });
  });

  test.each([
    ["10", 10],
    ["1", 1],
    ["7", 100],
    ["all", 100],
  ])("takes a rate of visits that may be chosen, else all: %j", (samplePercent, expected) => {
    expect(parse("", { samplePercent })).toMatchObject({ value: { samplePercent: expected } });
  });
});
