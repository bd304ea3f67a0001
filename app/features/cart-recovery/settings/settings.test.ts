import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { simulateFlow } from "~/engine/flows/simulate/simulate.server";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { publishFlow } from "~/engine/flows/life/service.server";
import { saveDraft } from "~/engine/flows/service.server";

import { givenCustomer, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import {
  createRecoveryWorld,
  DAY_2,
  DAY_4,
  DUE_AT,
  LEFT_AT,
  type RecoveryWorld,
  switchOn,
} from "../../../../tests/support/recovery-world";

import { remindersDefinition } from "../flow/recipe";
import { settingsOf, withSettings } from "../rules/flow-settings";
import { CartRecoverySettingsSchema } from "../schema";
import { presentRecoverySettings } from "./presenter.server";
import { findRemindersFlow } from "./repository.server";

let shop: RecoveryWorld;
beforeEach(async () => {
  shop = await createRecoveryWorld();
});
afterEach(() => shop.close());

const flows = (shopId = SHOP_ID) => shop.db.flow.findMany({ where: { shopId } });
const present = (shopId = SHOP_ID) => presentRecoverySettings(shop.db, { shopId });

describe("the settings", () => {
  test("are those of the automation: made once, switched on and off, changed in place", async () => {
    expect(await present()).toMatchObject({
      settings: { enabled: true, delayMinutes: 60, percentBp: 1_000 },
    });
    await switchOn(shop.db, shop.world, { delayMinutes: 90, percentBp: 500, consent: "unless-unsubscribed" });
    await switchOn(shop.db, shop.world, { enabled: false, delayMinutes: 90, percentBp: 500 });
    expect(await present()).toMatchObject({ settings: { enabled: false, delayMinutes: 90, percentBp: 500 } });
    expect(await flows()).toMatchObject([
      { state: "paused", recipeKey: "cart-recovery.reminders", liveVersion: 2 },
    ]);
    await switchOn(shop.db, shop.world);
    expect(await flows()).toMatchObject([{ state: "live" }]);
  });

  test("of a shop that saved none are the recipe's, and off", async () => {
    await givenShop(shop.db, { id: "s2", domain: "other.myshopify.com" });
    expect(await present("s2")).toEqual({ settings: CartRecoverySettingsSchema.parse({}), flowId: null });
    await switchOn(shop.db, shop.world, { enabled: false, delayMinutes: 30 }, "s2");
    expect(await flows("s2")).toMatchObject([{ state: "draft" }]);
    expect(await present("s2")).toMatchObject({ settings: { enabled: false, delayMinutes: 30 } });
  });

  test("leave alone whatever else a merchant made of the automation", async () => {
    const flow = await findRemindersFlow(shop.db, { shopId: SHOP_ID });
    const steps = remindersDefinition().steps.slice(0, 1);
    const written = { ...remindersDefinition(), steps };
    const ids = { shopId: SHOP_ID, flowId: flow?.id ?? "", now: shop.world.now() };
    await saveDraft(shop.db, { ...ids, written });
    await publishFlow(shop.db, ids, { runs: "finish" });
    await switchOn(shop.db, shop.world, { consent: "unless-unsubscribed" });
    const after = await findRemindersFlow(shop.db, { shopId: SHOP_ID });
    expect(after?.published?.steps).toMatchObject([
      { id: "mail1", settings: { templateKey: "checkout-reminder-1", consent: "unless-unsubscribed" } },
    ]);
    expect((await present()).settings.percentBp).toBe(0);
  });

  test("are published without what is half written in its editor, which gets them too", async () => {
    const flow = await findRemindersFlow(shop.db, { shopId: SHOP_ID });
    const halfWritten = { ...remindersDefinition(), steps: remindersDefinition().steps.slice(0, 1) };
    const ids = { shopId: SHOP_ID, flowId: flow?.id ?? "", now: shop.world.now() };
    await saveDraft(shop.db, { ...ids, written: withSettings(halfWritten, (await present()).settings) });
    await switchOn(shop.db, shop.world, { percentBp: 1_500 });
    const after = await findRemindersFlow(shop.db, { shopId: SHOP_ID });
    expect(after?.published?.steps.length).toBe(remindersDefinition().steps.length);
    expect(after?.draft.steps).toHaveLength(1);
    expect((await present()).settings.percentBp).toBe(1_500);
  });

  test("reach every step, on every way, and are read back as they were said", () => {
    const nested = FlowDefinitionSchema.parse({
      ...remindersDefinition(),
      steps: [
        {
          ...{ id: "wait", kind: "wait", events: ["order.placed"], timeoutHours: 1, happened: [] },
          timedOut: remindersDefinition().steps,
        },
      ],
    });
    const { enabled: _enabled, ...settings } = CartRecoverySettingsSchema.parse({
      ...{ delayMinutes: 45, percentBp: 1_500, validDays: 3, maxCodesPer90Days: 1 },
      ...{ firstTimersOnly: true, consent: "unless-unsubscribed" },
    });
    expect(settingsOf(withSettings(nested, settings))).toEqual(settings);
  });
});

describe("settings from before there were automations", () => {
  const former = (shopId: string, value: object) =>
    shop.db.shopSetting.create({
      data: { shopId, key: "cart-recovery", valueJson: JSON.stringify(value), updatedAt: LEFT_AT },
    });

  test.each([true, false])(
    "become an automation with the same values, on (%s) as it was, once",
    async (enabled) => {
      await givenShop(shop.db, { id: "s2", domain: "other.myshopify.com" });
      const values = { delayMinutes: 90, percentBp: 1_500, validDays: 5, maxCodesPer90Days: 2 };
      await former("s2", { enabled, ...values, consent: "unless-unsubscribed" });
      await shop.runAt("2026-03-01T12:05:00Z");
      await shop.runAt("2026-03-01T12:10:00Z");
      expect(await flows("s2")).toHaveLength(1);
      expect(await present("s2")).toMatchObject({
        settings: { enabled, ...values, consent: "unless-unsubscribed", firstTimersOnly: false },
      });
      expect(await shop.db.shopSetting.count({ where: { shopId: "s2", key: "cart-recovery" } })).toBe(0);
    },
  );
});

describe("a simulation of the recipe", () => {
  const tell = (lines: readonly { reason: string; at: Date }[]) =>
    lines
      .filter(({ reason }) => !["message-written", "code-asked"].includes(reason))
      .map(({ reason, at }) => `${at.toISOString()} ${reason}`);

  test("tells of the past what the live engine did, when and why not", async () => {
    await givenCustomer(shop.db, { legacyId: 8, email: "bob@example.com" });
    await givenCustomer(shop.db, {
      legacyId: 9,
      email: "eve@example.com",
      emailConsentState: "NOT_SUBSCRIBED",
    });
    await shop.leave();
    const bob = { customerId: `${SHOP_ID}_8`, email: "bob@example.com" };
    await shop.leave({ token: "bob", ...bob, activeAt: new Date("2026-03-01T12:02:00Z") });
    const eve = { customerId: `${SHOP_ID}_9`, email: "eve@example.com" };
    await shop.leave({ token: "eve", ...eve, activeAt: new Date("2026-03-01T12:03:00Z") });
    for (const at of [DUE_AT, "2026-03-01T13:05:00Z"]) await shop.runAt(at);
    shop.world.at("2026-03-02T10:00:00Z");
    await shop.buy({ ...bob, checkoutToken: "bob" });
    for (const at of [DAY_2, "2026-03-02T13:05:00Z", DAY_4, "2026-03-04T13:05:00Z"]) await shop.runAt(at);

    // What was really sent would take its place in the budget of what would have been.
    await shop.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    await shop.db.recovery.deleteMany({ where: { shopId: SHOP_ID } });
    const flow = await findRemindersFlow(shop.db, { shopId: SHOP_ID });
    const { people } = await simulateFlow(shop.db, {
      ...{ shopId: SHOP_ID, flowId: flow?.id ?? "", zone: ZONE, definition: remindersDefinition() },
      ...{ from: LEFT_AT, to: shop.world.now() },
    });
    const runs = await shop.db.flowRun.findMany({
      where: { shopId: SHOP_ID },
      orderBy: { enteredAt: "asc" },
    });
    const live: string[][] = [];
    for (const { id } of runs) {
      const lines = await shop.db.decision.findMany({
        where: { shopId: SHOP_ID, subjectKind: "flow-run", subjectId: id },
        orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
      });
      live.push(tell(lines.map(({ reason, decidedAt: at }) => ({ reason, at }))));
    }
    expect(people.map(({ lines }) => tell(lines))).toEqual(live);
    expect(live.map((lines) => lines.at(-1)?.split(" ")[1])).toEqual([
      "finished",
      "exit-event",
      "not-consented",
    ]);
  });
});
