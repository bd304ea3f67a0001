import { afterEach, beforeEach, expect, test } from "vitest";

import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import type { ActingRun } from "~/engine/flows/contribution";
import { variablesOf } from "~/features/automations/messages/variables.server";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { ADA, createReferralWorld, day, type ReferralWorld } from "../../../../tests/support/referral-world";
import { referralFacts } from "../facts/referrals.server";
import { makeLink } from "./link-action.server";
import { referralCompleted } from "./trigger.server";

const BOB = `${SHOP_ID}_2`;

let shop: ReferralWorld;
beforeEach(async () => {
  shop = await createReferralWorld();
  await givenCustomer(shop.db, { legacyId: 2, firstName: "Bob", email: "bob@example.com" });
});
afterEach(() => shop.close());

const runOf = (customerId: string, over: Partial<ActingRun> = {}): ActingRun => ({
  ...{ customerId, subjectKind: null, subjectId: null, entryKey: "k", enteredAt: day(0), context: {} },
  ...{ runId: "r1", flowId: "f1", version: 1, stepId: "link", effectKey: "flow:r1:link" },
  ...over,
});
const act = (runs: readonly ActingRun[]) =>
  inTransaction(
    shop.db,
    (tx) => makeLink.perform(tx, { shopId: SHOP_ID, settings: {}, runs, now: shop.world.now() }),
    { shopId: SHOP_ID },
  );

test("making a link gives later mails something to say; who may not share leaves, as the simulation tells", async () => {
  const runs = [runOf(ADA), runOf(BOB), runOf("s1_404")];
  const results = await act(runs);
  expect(results).toMatchObject([
    { kind: "done", reason: "link-made", context: { "subject.referral": ADA } },
    { kind: "stopped", reason: "link-not-yet" },
    { kind: "stopped", reason: "link-unknown" },
  ]);
  expect(await act(runs)).toEqual(results);
  const imagined = await makeLink.simulate(shop.db, {
    ...{ shopId: SHOP_ID, settings: {}, runs, now: day(0) },
  });
  expect(imagined.map(({ result }) => result)).toEqual(results);
  await shop.configure({ isEnabled: false });
  expect(await act([runOf(ADA)])).toMatchObject([{ kind: "stopped", reason: "link-off" }]);
});

test("a mail after it has the link, the code and what both get", async () => {
  const addressee = { address: "ada@example.com", customer: null, checkout: null, locales: [] };
  const run = runOf(ADA, { context: { "subject.referral": ADA } });
  const asked = { shopId: SHOP_ID, run, addressee, locale: "en" as const, now: day(0) };
  expect(await variablesOf(shop.db, asked)).toMatchObject({
    referral: {
      url: expect.stringContaining("/f/") as string,
      share_url: `https://demo-shop.myshopify.com/discount/${shop.code}?redirect=/`,
      code: shop.code,
      ...{ friend_gets: "10% off", you_get: "10% off" },
    },
  });
});

test("a reward is an occasion of its own, and its mail knows the code", async () => {
  const orderId = await shop.buy({ customerId: BOB });
  await shop.runAt(day(15));
  const row = await shop.db.domainEvent.findFirstOrThrow({ where: { type: "referral.completed" } });
  const event = { ...row, payload: JSON.parse(row.payloadJson) as object } as unknown as StoredEvent;
  const entries = await referralCompleted.entriesOf(shop.db, {
    ...{ shopId: SHOP_ID, settings: {}, events: [event] },
  });
  const referral = await shop.db.referral.findFirstOrThrow({ where: { shopId: SHOP_ID, orderId } });
  expect(entries).toMatchObject([
    {
      ...{ customerId: ADA, subjectKind: "referral", subjectId: ADA, entryKey: `referral:${referral.id}` },
      context: { rewardKind: "percentage", codeId: referral.rewardCodeId },
    },
  ]);
});

test("facts tell how many friends somebody brought by then, and who came by a friend", async () => {
  registerFacts(referralFacts);
  await shop.buy({ customerId: BOB });
  const know = async (at: Date, customerId: string) => {
    const asked = ["referrals.completed-count", "referrals.was-referred"].map((fact) => ({
      ...{ fact, parameters: {} },
    }));
    const scope = { shopId: SHOP_ID, zone: ZONE, at, customerIds: [ADA, BOB] };
    const values = await loadFacts(shop.db, { ...scope, asked });
    return asked.map((one) => values.get(customerId)?.(one));
  };
  expect(await know(day(1), BOB)).toEqual([0, true]);
  expect(await know(day(1), ADA)).toEqual([0, false]);
  await shop.runAt(day(15));
  expect(await know(day(14), ADA)).toEqual([0, false]);
  expect(await know(day(15), ADA)).toEqual([1, false]);
});
