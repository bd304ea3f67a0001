import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { customerPayload, deliver } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { unsubscribeUrl } from "../links.server";
import { messagingRegistration } from "../registration.server";
import { unsubscribe } from "../service.server";
import { isSuppressed, suppressAddress } from "../suppression.server";

import { findConsentContact } from "./repository.server";
import { withdrawConsent } from "./withdraw.server";

const NOW = new Date("2026-12-01T12:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const ADA = `${SHOP_ID}_9001`;
const GID = "gid://shopify/Customer/9001";
const ADDRESS = "ada@example.com";

let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(open.db, [messagingRegistration], NOW);
  await givenShop(open.db);
});
afterEach(async () => {
  world.close();
  await open.close();
});

const givenAda = (over: Parameters<typeof givenCustomer>[1] = {}) =>
  givenCustomer(open.db, { legacyId: 9001, email: ADDRESS, ...over });
const db = () => open.db;
const where = { shopId: SHOP_ID };
const suppressed = () => isSuppressed(db(), { ...where, address: ADDRESS, topic: "cart" });
const decisions = async () =>
  (await db().decision.findMany({ where, orderBy: { id: "asc" } })).map(({ reason }) => reason);
const log = async () =>
  (await db().consentChange.findMany({ where, orderBy: { occurredAt: "asc" } })).map((line) => [
    line.toState,
    line.source,
    line.occurredAt,
  ]);

/** Reads the mail and unsubscribes by its link, at the world's time. */
async function unsubscribeByLink({ customerId = ADA as string | null } = {}) {
  const id = `m${world.now().getTime()}`;
  await db().message.create({
    data: {
      ...where,
      id,
      customerId,
      purpose: "test",
      topic: "cart",
      toAddress: ADDRESS,
      locale: "en",
      ...{ subject: "", htmlBody: "", textBody: "", state: "sent" },
      messageId: `<${id}@example.com>`,
      createdAt: NOW,
    },
  });
  const token =
    unsubscribeUrl({ ...where, messageId: id })
      .split("/")
      .at(-1) ?? "";
  return unsubscribe(db(), { token, source: "unsubscribe-link", now: world.now() });
}

/** The store tells of a consent by its webhook. */
async function storeTells(state: string, { at, consentAt = at }: { at: Date; consentAt?: Date | null }) {
  const email_marketing_consent = {
    state: state.toLowerCase(),
    opt_in_level: "single_opt_in",
    consent_updated_at: consentAt?.toISOString() ?? null,
  };
  const body = { customer_id: 9001, email_address: ADDRESS, email_marketing_consent };
  await deliver(db(), [{ topic: "customers_email_marketing_consent/update", body, at: at.toISOString() }]);
  await world.runJobs();
}

describe("an unsubscription", () => {
  test("keeps the level and the date that the store has for it, and its echo neither adds nor writes anything", async () => {
    await givenAda();
    world.shopify.consents.set(GID, {
      email: { state: "SUBSCRIBED", level: "CONFIRMED_OPT_IN", updatedAt: later(-60) },
      sms: null,
    });
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
    await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
    expect(world.shopify.calls).toMatchObject([{ wish: { level: "CONFIRMED_OPT_IN", at: NOW } }]);
    expect(await log()).toEqual([["UNSUBSCRIBED", "unsubscribe-link", NOW]]);
    expect(await db().consentChange.findFirst()).toMatchObject({ optInLevel: "CONFIRMED_OPT_IN" });
  });

  test("whose echo is told before our own outcome is still known to be ours", async () => {
    await givenAda();
    const update = world.shopify.updateConsent;
    world.shopify.updateConsent = async (gid, wish) => {
      await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
      return update(gid, wish);
    };
    await db().suppression.create({
      data: { ...where, addressHash: "other", topic: "all", reason: "unsubscribed", createdAt: NOW },
    });
    await unsubscribeByLink();
    await world.runJobs();
    expect(await log()).toEqual([["UNSUBSCRIBED", "unsubscribe-link", NOW]]);
  });

  test("of somebody who has unsubscribed in the store writes nothing and logs nothing", async () => {
    await givenAda({ emailConsentState: "UNSUBSCRIBED" });
    world.shopify.consents.set(GID, {
      email: { state: "UNSUBSCRIBED", level: null, updatedAt: later(-60) },
      sms: null,
    });
    await unsubscribeByLink();
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect(await log()).toEqual([]);
    expect(await suppressed()).toBe(true);
  });

  test("by a mail to a former address stops those to the one they have now at once, and is lifted with it", async () => {
    await givenAda({ email: "ada@new.example" });
    world.shopify.answers.push({ kind: "rejected", error: "no" });
    await unsubscribeByLink();
    await world.runJobs();
    const isStopped = (address: string) => isSuppressed(db(), { ...where, address, topic: "offers" });
    expect([await isStopped(ADDRESS), await isStopped("ada@new.example")]).toEqual([true, true]);
    expect(await db().domainEvent.count({ where: { ...where, type: "person.unsubscribed" } })).toBe(1);
    world.at(later(10));
    await storeTells("SUBSCRIBED", { at: later(10) });
    expect(await isStopped("ada@new.example")).toBe(false);
  });

  test("said again reaches the store when the person had subscribed there without our hearing of it", async () => {
    await givenAda();
    await unsubscribeByLink();
    await world.runJobs();
    world.shopify.consents.set(GID, {
      email: { state: "SUBSCRIBED", level: "SINGLE_OPT_IN", updatedAt: later(5) },
      sms: null,
    });
    world.at(later(10));
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("SUBSCRIBED", { at: later(5) });
    expect(await suppressed()).toBe(true);
    expect(world.shopify.calls).toHaveLength(2);
    await storeTells("UNSUBSCRIBED", { at: later(10) });
    expect(await log()).toEqual([
      ["UNSUBSCRIBED", "unsubscribe-link", NOW],
      ["SUBSCRIBED", "store", later(5)],
      ["UNSUBSCRIBED", "unsubscribe-link", later(10)],
    ]);
  });

  test.each([
    {
      name: "an erased customer",
      change: () => db().customer.updateMany({ where, data: { deletedAt: NOW } }),
    },
    { name: "an uninstalled shop", change: () => db().shop.updateMany({ data: { uninstalledAt: NOW } }) },
  ])("of $name is not written to the store", async ({ change }) => {
    await givenAda();
    await unsubscribeByLink();
    await change();
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect((await db().outboxIntent.findFirstOrThrow()).state).toBe("cancelled");
  });

  test.each([
    { name: "the customer", held: null, error: "the store no longer has this customer" },
    {
      name: "the customer's address",
      held: { email: null, sms: null },
      error: "the customer has no e-mail address in the store",
    },
  ])("that finds $name gone from the store is told, and kept to here", async ({ held, error }) => {
    await givenAda();
    world.shopify.consents.set(GID, held);
    await unsubscribeByLink();
    await world.runJobs();
    expect(await db().outboxIntent.findFirstOrThrow()).toMatchObject({ state: "dead", lastError: error });
    expect(await decisions()).toContain("consent-not-written");
    expect(await suppressed()).toBe(true);
  });
});

describe("subscribing again in the store", () => {
  test("after the unsubscription lifts it, once, with a reason, whoever tells of it first", async () => {
    await givenAda();
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
    await storeTells("SUBSCRIBED", { at: later(5) });
    await storeTells("SUBSCRIBED", { at: later(5) });
    expect(await suppressed()).toBe(false);
    expect((await decisions()).filter((reason) => reason === "subscribed-again")).toHaveLength(1);
    expect(world.shopify.calls).toHaveLength(1);
  });

  test("lifts it also when the news of the unsubscription's own echo was lost", async () => {
    await givenAda({ emailConsentAt: later(-60) });
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("SUBSCRIBED", { at: later(5) });
    expect(await suppressed()).toBe(false);
  });

  test("while Shopify was away is not overwritten by the older unsubscription, and lifts it", async () => {
    await givenAda();
    world.shopify.answers.push({ kind: "unavailable", error: "down", retryAfterMs: 1_000 });
    await unsubscribeByLink();
    await world.runJobs();
    world.shopify.consents.set(GID, {
      email: { state: "SUBSCRIBED", level: null, updatedAt: later(1) },
      sms: null,
    });
    world.at(later(2));
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect(await suppressed()).toBe(false);
    expect(await decisions()).toEqual(["unsubscribed", "subscribed-again"]);
  });

  test("between our reading and our writing holds: Shopify keeps the newer of the two", async () => {
    await givenAda();
    world.shopify.updateConsent = () =>
      Promise.resolve({ kind: "done", result: { state: "SUBSCRIBED", level: null, updatedAt: NOW } });
    await unsubscribeByLink();
    await world.runJobs();
    expect(await suppressed()).toBe(false);
    expect(await decisions()).toEqual(["unsubscribed", "subscribed-again"]);
  });

  test("does not revive an address that does not exist", async () => {
    await givenAda();
    await inTransaction(db(), (tx) =>
      suppressAddress(tx, { ...where, address: ADDRESS, topic: "all", reason: "unknown-mailbox", now: NOW }),
    );
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("SUBSCRIBED", { at: later(5) });
    expect(await suppressed()).toBe(true);
    expect((await db().suppression.findMany({ where })).map(({ reason }) => reason)).toEqual([
      "unknown-mailbox",
    ]);
  });

  test.each([
    { name: "of the very second of the unsubscription", state: "SUBSCRIBED", consentAt: NOW },
    { name: "dated back before it", state: "SUBSCRIBED", consentAt: later(-1_000) },
    { name: "without a date", state: "SUBSCRIBED", consentAt: null },
  ])("$name does not lift it: the store is told again, once", async ({ state, consentAt }) => {
    await givenAda({ emailConsentAt: later(-60) });
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
    world.shopify.consents.set(GID, { email: { state, level: null, updatedAt: consentAt }, sms: null });
    await storeTells(state, { at: later(5), consentAt });
    await storeTells("UNSUBSCRIBED", { at: later(6), consentAt: NOW });
    await storeTells(state, { at: later(7), consentAt });
    expect(await suppressed()).toBe(true);
    expect(world.shopify.calls).toHaveLength(2);
  });

  test("does not lift it while its confirmation is awaited; nor is the wish overwritten", async () => {
    await givenAda();
    await unsubscribeByLink();
    await world.runJobs();
    await storeTells("UNSUBSCRIBED", { at: later(1), consentAt: NOW });
    await storeTells("PENDING", { at: later(5) });
    expect(await suppressed()).toBe(true);
    expect(world.shopify.calls).toHaveLength(1);
    await storeTells("SUBSCRIBED", { at: later(6) });
    expect(await suppressed()).toBe(false);
  });
});

describe("a guest who unsubscribed", () => {
  const appears = (over: object = {}, at = later(60)) =>
    deliver(db(), [
      {
        topic: "customers/create",
        body: customerPayload({ created_at: at.toISOString(), updated_at: at.toISOString(), ...over }),
        at: at.toISOString(),
      },
    ]);

  test("is written to the store as soon as a customer with the address appears, of the day it was said", async () => {
    await unsubscribeByLink({ customerId: null });
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    await appears();
    await appears();
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([{ customerGid: GID, wish: { at: NOW } }]);
    expect(await log()).toEqual([["UNSUBSCRIBED", "unsubscribe-link", NOW]]);
  });

  test("is found also when a customer takes on the address later", async () => {
    await unsubscribeByLink({ customerId: null });
    await appears({ email: "new@example.com" });
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    const at = later(90).toISOString();
    await deliver(db(), [{ topic: "customers/update", body: customerPayload({ updated_at: at }), at }]);
    await world.runJobs();
    expect(world.shopify.calls).toHaveLength(1);
  });

  test("is not written to a stranger, nor to the same person's account in another shop", async () => {
    await givenShop(db(), { id: "s2", domain: "other.myshopify.com" });
    await unsubscribeByLink({ customerId: null });
    await givenCustomer(db(), { legacyId: 1, shopId: "s2", email: ADDRESS });
    await publish({ type: "customer.created", customerId: "s2_1" }, "s2");
    await appears({ email: "bob@example.com" });
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
  });

  test("is found among the customers that a backfill brought, once, however many they are", async () => {
    await unsubscribeByLink({ customerId: null });
    for (let legacyId = 1; legacyId <= 3; legacyId += 1) await givenCustomer(db(), { legacyId });
    await givenAda();
    const event = { type: "backfill.completed", resources: ["customers"] } as const;
    await publish(event);
    await publish(event);
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([{ customerGid: GID }]);
    expect(await db().job.count()).toBe(0);
  });
});

test("what could not be written while the app was uninstalled is written after it came back", async () => {
  await givenAda();
  await db().shop.updateMany({ data: { uninstalledAt: NOW } });
  await unsubscribeByLink();
  await world.runJobs();
  await db().shop.updateMany({ data: { uninstalledAt: null, installedAt: later(60) } });
  await publish({ type: "backfill.completed", resources: ["customers"] });
  await world.runJobs();
  expect(world.shopify.calls).toMatchObject([{ customerGid: GID, wish: { at: NOW } }]);
});

test("a refusal by SMS is written to the number's consent with its level, and is no matter of mail", async () => {
  await givenAda({ smsConsentState: "SUBSCRIBED", smsConsentLevel: "CONFIRMED_OPT_IN" });
  world.shopify.consents.set(GID, {
    email: { state: "SUBSCRIBED", level: null, updatedAt: null },
    sms: { state: "SUBSCRIBED", level: "CONFIRMED_OPT_IN", updatedAt: later(-60) },
  });
  await inTransaction(db(), async (tx) => {
    const contact = await findConsentContact(tx, { ...where, customerId: ADA });
    if (!contact) throw new Error("Ada is a customer");
    const said = {
      ...where,
      contact,
      channel: "sms",
      source: "unsubscribe-link",
      at: NOW,
      now: NOW,
    } as const;
    await withdrawConsent(tx, { ...said, isRepeated: false });
    await withdrawConsent(tx, { ...said, isRepeated: false });
  });
  await world.runJobs();
  expect(world.shopify.calls).toMatchObject([
    { kind: "update-consent", wish: { channel: "sms", level: "CONFIRMED_OPT_IN", at: NOW } },
  ]);
  expect(await db().consentChange.findMany()).toMatchObject([
    { channel: "sms", fromState: "SUBSCRIBED", toState: "UNSUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN" },
  ]);
  expect(await suppressed()).toBe(false);
});

type Told =
  | { type: "customer.created"; customerId: string }
  | { type: "backfill.completed"; resources: readonly string[] };

function publish({ type, ...payload }: Told, shopId = SHOP_ID) {
  const customerId = "customerId" in payload ? payload.customerId : null;
  const event = {
    type,
    payload,
    sourceKey: `${type}:test`,
    customerId,
    subjectId: null,
    occurredAt: world.now(),
  } as DomainEvent;
  return inTransaction(db(), (tx) => publishEvents(tx, [event], { shopId, now: world.now() }));
}
