import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { exposeToFlow } from "~/engine/experiments/expose.server";
import { ExperimentSettingsSchema } from "~/engine/experiments/schema";
import { saveExperimentSettings } from "~/engine/experiments/service.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { statementsOf } from "../../../../tests/support/query-plans";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { presentHoldouts } from "./presenter.server";
import { formOfHoldouts, type HoldoutsForm, type HoldoutsPageData, parseHoldoutsForm } from "./schema";
import { HoldoutCard } from "./ui/HoldoutCard";
import { HoldoutsPage } from "./ui/HoldoutsPage";

const NOW = new Date("2026-11-23T10:00:00Z");
const DEFAULTS = ExperimentSettingsSchema.parse({});
const FORM = formOfHoldouts(DEFAULTS, "en");
const FLOW = { id: "f1", name: "Thanks", state: "live" } as const;
const DATA: HoldoutsPageData = {
  settings: DEFAULTS,
  flows: [FLOW],
  comparison: { controlCount: 61, treatedCount: 1_142, startedAt: NOW.toISOString() },
};
const ACTIONS = { isSaving: false, errors: {}, onSave: () => undefined };

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
});
afterAll(() => testDb.close());

const send = (value: unknown) => {
  const form = new FormData();
  form.set("settings", typeof value === "string" ? value : JSON.stringify(value));
  return parseHoldoutsForm(form);
};
const withGlobal = (share: string): HoldoutsForm => ({ ...FORM, global: { isOn: true, share } });

describe("the form", () => {
  test("one in twenty is left out, of everything and of each flow, where nothing was set", () => {
    expect(FORM).toMatchObject({ global: { isOn: true, share: "5" }, flow: { isOn: true, share: "5" } });
  });

  test("settings shown and sent back are the same settings", () => {
    const settings = { ...DEFAULTS, global: { isOn: false, shareBp: 250 }, flowsWithout: ["f1"] };
    for (const locale of ["en", "pl", "ru"])
      expect(send(formOfHoldouts(settings, locale))).toEqual({ ok: true, value: settings });
    expect(formOfHoldouts(settings, "pl").global.share).toBe("2,5");
  });

  test.each([
    ["1", 100],
    ["50", 5_000],
    ["2.5", 250],
    [" 2,55 ", 255],
    ["1.15", 115],
  ])("%j per cent are %d in ten thousand", (share, shareBp) => {
    expect(send(withGlobal(share))).toMatchObject({ ok: true, value: { global: { shareBp } } });
  });

  test.each([
    [withGlobal("0.99"), { "global.share": "out-of-range" }],
    [withGlobal("50.01"), { "global.share": "out-of-range" }],
    [withGlobal("5.555"), { "global.share": "not-whole" }],
    [withGlobal(""), { "global.share": "not-a-number" }],
    [withGlobal("five"), { "global.share": "not-a-number" }],
    [{ ...FORM, windowDays: "6" }, { windowDays: "out-of-range" }],
    [{ ...FORM, windowDays: "91" }, { windowDays: "out-of-range" }],
    [{ ...FORM, windowDays: "7.5" }, { windowDays: "not-whole" }],
    [{ ...FORM, windowDays: "" }, { windowDays: "not-a-number" }],
  ])("%j is refused at its field", (form, errors) => {
    expect(send(form)).toEqual({ ok: false, errors });
  });

  test("what is no form at all is refused", () => {
    expect(send("{").ok).toBe(false);
  });
});

test("what was saved is shown, in this shop only, with who is compared so far", async () => {
  const settings = { ...DEFAULTS, global: { isOn: true, shareBp: 5_000 }, flowsWithout: ["f1"] };
  await saveExperimentSettings(db, { shopId: SHOP_ID, settings, now: NOW });
  const customerIds = Array.from({ length: 40 }, (_, number) => `c${number}`);
  const asked = { shopId: SHOP_ID, flowId: "f1", customerIds, now: NOW };
  const standings = await inTransaction(db, (tx) => exposeToFlow(tx, asked));
  const controlCount = [...standings.values()].filter(({ kind }) => kind === "held-out").length;

  const shown = await presentHoldouts(db, { shopId: SHOP_ID });
  expect(shown.settings).toEqual(settings);
  expect(shown.comparison).toEqual({
    controlCount,
    treatedCount: 40 - controlCount,
    startedAt: NOW.toISOString(),
  });
  expect(await presentHoldouts(db, { shopId: "s2" })).toEqual({
    settings: DEFAULTS,
    flows: [],
    comparison: null,
  });
});

test.runIf(isOnSqlite())("flows are named, and none of their runs is counted", async () => {
  const statements = await statementsOf(() => presentHoldouts(db, { shopId: SHOP_ID }));
  expect(statements.some((sql) => sql.includes("`Flow`"))).toBe(true);
  expect(statements.filter((sql) => sql.includes("`FlowRun`"))).toEqual([]);
});

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test.each([
    ["running", DATA],
    ["of a new shop", { ...DATA, comparison: null, flows: [] }],
  ])("the page %s has every text", async (_, data) => {
    const text = textOf(await renderPage(<HoldoutsPage data={data} actions={ACTIONS} />, { locale }));
    expect(text).not.toMatch(/\{\{|undefined|NaN|holdouts\./);
  });

  test("every refusal is said in words", async () => {
    for (const code of ["out-of-range", "not-a-number", "not-whole"]) {
      const errors = { "global.share": code };
      const card = (
        <HoldoutCard kind="global" holdout={FORM.global} change={() => undefined} errors={errors} />
      );
      expect(textOf(await renderPage(card, { locale }))).not.toContain(code);
    }
  });
});
