import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DecisionItem } from "~/engine/decisions/schema";
import { listTexts } from "~/platform/i18n.server";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { formOf } from "../form/schema";
import { presentVipPage } from "../presenter.server";
import { type VipPageData, type VipPreview, VipSettingsSchema } from "../schema";
import { BasisCard } from "./BasisCard";
import { PreviewCard } from "./PreviewCard";
import { TiersCard } from "./TiersCard";
import { swapped, visibleErrors, type VipFormState } from "./use-vip-form";
import { VipPage } from "./VipPage";

const NOW = new Date("2026-11-23T10:00:00Z");
const LANGUAGES = ["en", "pl", "ru"] as const;
const SETTINGS = VipSettingsSchema.parse({});
const ACTIONS = {
  isSaving: false,
  isPreviewing: false,
  preview: null,
  onSave: () => undefined,
  onPreview: () => undefined,
  onRefresh: () => undefined,
};

let testDb: TestDb;
let data: VipPageData;
beforeAll(async () => {
  testDb = await createTestDb();
  data = await presentVipPage(testDb.db, {
    shopId: "s1",
    shop: { currencyCode: "EUR", historySinceAt: null, ianaTimezone: "Europe/Warsaw" },
    now: NOW,
  });
});
afterAll(() => testDb.close());

const REASONS = ["tier-reached", "tier-raised", "tier-lowered", "tier-lost", "programme-off"];
const TAG_REASONS = ["tagged-changed", "tagged-restored", "untagged-changed", "untagged-restored"];

const movement = (reason: string, count: number): DecisionItem => ({
  id: `${reason}-${count}`,
  feature: "vip",
  outcome: "moved",
  reason,
  params: {
    tier: "VIP Gold",
    from: "VIP",
    tag: "VIP",
    orderCount: count,
    count,
    amountMinor: 123_400,
    currencyCode: "EUR",
  },
  customer: { id: "s1_1", name: "Ada Lovelace" },
  subjectKind: null,
  subjectId: null,
  subject: null,
  decidedAt: NOW.toISOString(),
  nextTryAt: null,
});

const state = (over: Partial<VipFormState> = {}): VipFormState => ({
  form: formOf(SETTINGS, "EUR", "en"),
  serialized: "",
  isDirty: true,
  isValid: true,
  errors: {},
  canAdd: true,
  change: () => undefined,
  changeTier: () => undefined,
  addTier: () => undefined,
  removeTier: () => undefined,
  moveTier: () => undefined,
  discard: () => undefined,
  tryToSave: () => true,
  ...over,
});

const NOT_ASKED = { marginMinor: null, points: null, rfmScore: null, keptUntil: null };

const PREVIEW: VipPreview = {
  moves: [
    {
      customerId: "s1_1",
      name: "Ada Lovelace",
      email: null,
      fromTierId: null,
      toTierId: "gold",
      orderCount: 6,
      netMinor: 30_000,
      ...NOT_ASKED,
    },
    {
      customerId: "s1_2",
      name: "",
      email: "eve@example.com",
      fromTierId: "vip",
      toTierId: null,
      orderCount: 1,
      netMinor: 100,
      ...NOT_ASKED,
    },
    {
      customerId: "s1_3",
      name: "",
      email: null,
      fromTierId: "gone",
      toTierId: "vip",
      orderCount: 3,
      netMinor: 0,
      ...NOT_ASKED,
    },
  ],
  moveCount: 5,
  keptCount: 0,
  unavailable: [],
  before: { vip: 2 },
  after: { vip: 1, gold: 1 },
};
const preview = (over: Partial<Parameters<typeof PreviewCard>[0]> = {}) => (
  <PreviewCard state={state()} settings={SETTINGS} currencyCode="EUR" preview={PREVIEW} isFresh {...over} />
);

describe.each(LANGUAGES)("in %s", (locale) => {
  test("the page with members, movements and notices has every text", async () => {
    const full = {
      ...data,
      memberCounts: { vip: 5, gold: 1 },
      isMoving: true,
      coverage: {
        kind: "extended" as const,
        sinceOn: "2026-01-01",
        gaps: [{ fromOn: "2025-05-01", toOn: "2025-06-30" }],
        leftOutCount: 2,
      },
    };
    const movements = [...REASONS, ...TAG_REASONS].flatMap((reason) =>
      [1, 2, 5].map((count) => movement(reason, count)),
    );
    const html = await renderPage(<VipPage data={full} movements={movements} actions={ACTIONS} />, {
      locale,
    });
    expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN|\[object/);
    expect(html).toContain('href="/app/customers?tier=gold"');
  });

  test("the page of a new store has every text", async () => {
    const html = await renderPage(<VipPage data={data} movements={[]} actions={ACTIONS} />, { locale });
    expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN/);
  });

  test.each([
    ["nothing was changed", { state: state({ isDirty: false }) }],
    ["the form is not valid", { state: state({ isValid: false }) }],
    ["the answer is awaited", { preview: null, isFresh: false }],
    ["the answer is of an earlier form", { isFresh: false }],
    ["people would move", {}],
    ["no one would move", { preview: { ...PREVIEW, moves: [], moveCount: 0 } }],
  ])("the preview has every text when %s", async (_title, over) => {
    expect(textOf(await renderPage(preview(over), { locale }))).not.toMatch(/\{\{|undefined|NaN/);
  });

  test("every refusal is said in words", async () => {
    const errors = listTexts().en?.vip as { error: Record<string, string> };
    for (const code of Object.keys(errors.error)) {
      const broken = state({ errors: { "tiers.0.name": code, tiers: code } });
      const html = await renderPage(<TiersCard state={broken} memberCounts={{}} currencyCode="EUR" />, {
        locale,
      });
      expect(textOf(html)).not.toContain(code);
    }
  });
});

test("a merchant reads who would move, from where to where, and why", async () => {
  const text = textOf(await renderPage(preview()));
  expect(text).toContain("5 customers get another tier when you save.");
  expect(text).toContain("VIP 2 → 1");
  expect(text).toContain("VIP Gold 0 → 1");
  expect(text).toMatch(/Ada Lovelace No tier → to Success VIP Gold 6 €300\.00/);
  expect(text).toMatch(/eve@example\.com VIP → to Warning No tier 1 €1\.00/);
  expect(text).toContain("Customer without a name A former tier →");
  expect(text).toContain("And 2 more");
});

test("no one moves: the preview says so and lists nobody", async () => {
  const text = textOf(await renderPage(preview({ preview: { ...PREVIEW, moves: [], moveCount: 0 } })));
  expect(text).toContain("No one moves.");
  expect(text).not.toContain("Ada");
});

test("a decision about a tier is a sentence with its figures", async () => {
  const text = textOf(
    await renderPage(<VipPage data={data} movements={[movement("tier-raised", 6)]} actions={ACTIONS} />),
  );
  expect(text).toContain("Rose from VIP to VIP Gold: 6 orders worth €1,234.00 in the window.");
});

test("what is merely not filled in yet is said only when the merchant wants to save", () => {
  const errors = {
    "tiers.2.name": "name-missing",
    "tiers.2.minOrderCount": "no-requirement",
    "tiers.0.tag": "tag-comma",
  };
  expect(visibleErrors(errors, false)).toEqual({ "tiers.0.tag": "tag-comma" });
  expect(visibleErrors(errors, true)).toEqual(errors);
});

test("a tier changes places with its neighbour, and stays at the ends", () => {
  const { tiers } = formOf(SETTINGS, "EUR", "en");
  const ids = (list: typeof tiers) => list.map((tier) => tier.id);
  expect(ids(swapped(tiers, "vip", 1))).toEqual(["gold", "vip"]);
  expect(ids(swapped(tiers, "gold", -1))).toEqual(["gold", "vip"]);
  expect(ids(swapped(tiers, "vip", -1))).toEqual(["vip", "gold"]);
  expect(ids(swapped(tiers, "nobody", 1))).toEqual(["vip", "gold"]);
});

test("what a measure still lacks is told once, outside the faint choice", async () => {
  const card = <BasisCard state={state()} available={["orders", "spend", "rfm"]} />;
  expect(textOf(await renderPage(card)).match(/Margin needs your gross margin/g)).toHaveLength(1);
});
