import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  createLoyaltyWorld,
  givenPaidOrder,
  type LoyaltyWorld,
  NOW,
  tellOrder,
} from "../../../../tests/support/loyalty-world";
import { givenCustomer, SHOP_ID } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { adjustPoints } from "../adjustments/service.server";
import { presentProgrammePage, type ProgrammePage as ProgrammeData } from "../form/presenter.server";
import { presentMemberPage } from "../member/presenter.server";
import type { MemberPage as MemberData } from "../member/schema";
import { presentMembers } from "../members/presenter.server";
import type { LedgerLine } from "../members/schema";
import { presentQueuePage, type QueuePage as QueueData } from "../queue/presenter.server";
import { presentReportPage, type ReportPage as ReportData } from "../report/months/presenter.server";
import { ENTRY_KINDS, SOURCE_KINDS } from "../rules/ledger";
import { DOING_KINDS, REWARD_KINDS } from "../settings/schema";
import { LedgerCard } from "./LedgerCard";
import { MemberPage } from "./MemberPage";
import { MembersPage, type MembersPageData } from "./MembersPage";
import { PointsCard } from "./PointsCard";
import { ProgrammePage } from "./ProgrammePage";
import { QueuePage } from "./QueuePage";
import { ReportPage } from "./ReportPage";

const LANGUAGES = ["en", "pl", "ru"] as const;
const SHOP = { ianaTimezone: "Europe/Warsaw", historySinceAt: null };
const nothing = () => undefined;
const MEMBER_ACTIONS = { isSending: false, onAdjust: nothing, onDecide: nothing };
const QUEUE_ACTIONS = { isSending: false, onReview: nothing, onDecide: nothing };

let scene: LoyaltyWorld;
let customerId: string;
let programme: ProgrammeData;
let members: MembersPageData;
let member: MemberData;
let queue: QueueData;
let report: ReportData;

/** Ada has waited for her points, and the shop looks at 500 that came at once. */
beforeAll(async () => {
  scene = await createLoyaltyWorld({
    velocity: { pointsPerDay: 300, earningsPerDay: null },
    multipliers: { tiers: [{ tier: "Gold", factorBp: 15_000 }] },
    doings: DOING_KINDS.map((kind) => ({ kind, points: 10 })),
  });
  const { db } = scene;
  customerId = (await givenCustomer(db, { firstName: "Ada", lastName: "Lovelace" })).id;
  await tellOrder(scene, await givenPaidOrder(db, { customerId, lines: [{ minor: 2_000 }] }));
  await tellOrder(scene, await givenPaidOrder(db, { customerId, lines: [{ minor: 5_000 }] }));
  const wish = { shopId: SHOP_ID, customerId, staffId: "1", now: NOW };
  await adjustPoints(db, { ...wish, points: 40, reason: "Late parcel", idempotencyKey: "k1" });
  await adjustPoints(db, { ...wish, points: 5_000, reason: "Photo contest", idempotencyKey: "k2" });
  await read();
});
afterAll(() => scene.close());

async function read() {
  const { db } = scene;
  const shopId = SHOP_ID;
  programme = await presentProgrammePage(db, { shopId, now: NOW });
  const query = { query: "", sort: "available", page: 1 } as const;
  members = {
    ...{ list: await presentMembers(db, { shopId, query }), query },
    ...{ waitingCount: 2, asOf: NOW.toISOString() },
  };
  const one = { shopId, customerId, zone: SHOP.ianaTimezone, locale: "en", page: 1, now: NOW };
  const found = await presentMemberPage(db, { ...one, staffId: "1" });
  if (!found) throw new Error("Ada is there");
  member = found;
  queue = await presentQueuePage(db, { shopId, staffId: "2", now: NOW });
  report = await presentReportPage(db, { shopId, shop: SHOP, query: {}, now: NOW });
}

const TIERS = [
  { value: "VIP", label: "Regulars" },
  { value: "Gold", label: "Gold members" },
];
const programmePage = (data = programme, tiers = TIERS) => (
  <ProgrammePage
    data={data}
    tiers={tiers}
    actions={{ isSaving: false, onSave: nothing }}
    onNavigate={nothing}
  />
);
const memberPage = (data = member) => (
  <MemberPage data={data} actions={MEMBER_ACTIONS} onNavigate={nothing} />
);
const queuePage = (data = queue) => <QueuePage data={data} actions={QUEUE_ACTIONS} onNavigate={nothing} />;

describe.each(LANGUAGES)("every page has all its words in %s", (locale) => {
  test.each([
    ["programme", () => programmePage()],
    ["members", () => <MembersPage data={members} onNavigate={nothing} />],
    ["member", () => memberPage()],
    ["queue", () => queuePage()],
    ["report", () => <ReportPage data={report} onNavigate={nothing} />],
    ["card of the profile", () => <PointsCard customerId={customerId} member={member.member} />],
  ])("%s", async (_name, page) => {
    expect(textOf(await renderPage(page(), { locale }))).not.toMatch(/\{\{|undefined|NaN/);
  });

  test("every kind of reward and of entry", async () => {
    const rewards = REWARD_KINDS.map((kind) => ({
      ...{ id: kind, title: kind, titles: {}, kind, isOn: true, endsOn: null, costPoints: 100 },
      ...{ valueMinor: 100, percentBp: 1_000, incremental: null, validDays: 90, minimumMinor: null },
      productGid: "gid://shopify/Product/1",
    }));
    const data = { ...programme, settings: { ...programme.settings, rewards } };
    expect(textOf(await renderPage(programmePage(data), { locale }))).toContain("free-shipping");
    const order = { id: "o", name: "#1001" };
    const lines = ENTRY_KINDS.flatMap((kind) =>
      [null, order].map((one, index) => line(`${kind}-${index}`, { kind, order: one })),
    );
    const earned = SOURCE_KINDS.map((sourceKind) => line(sourceKind, { kind: "earned", sourceKind, order }));
    const ledger = { lines: [...lines, ...earned], page: 1, pageCount: 2 };
    const text = textOf(await renderPage(<LedgerCard ledger={ledger} onPage={nothing} />, { locale }));
    expect(text).toContain("#1001");
  });
});

const line = (id: string, over: Partial<LedgerLine>): LedgerLine => ({
  ...{ id, kind: "earned", at: NOW.toISOString(), availableChange: -20, pendingChange: 10 },
  ...{ sourceKind: "order", order: null, redemptionId: null, byLine: {}, staffId: "7" },
  ...over,
});

const read1 = async (page: Parameters<typeof renderPage>[0]) => textOf(await renderPage(page));

test("factors are for the shop's own tiers; one that is gone stays named until another is chosen", async () => {
  expect(await read1(programmePage())).toMatch(/Regulars\s*Gold members/);
  expect(await read1(programmePage(programme, []))).toContain("Gold (no tier of yours any more)");
});

test("a programme that is off says so, and that it is so by default", async () => {
  const settings = { ...programme.settings, isEnabled: false };
  const text = await read1(programmePage({ ...programme, settings, isActive: false }));
  expect(text).toContain("The programme is off");
  expect(text).toContain("Off by default");
});

test("a rule that pays more than the order's value warns on the page", async () => {
  const settings = { ...programme.settings, order: { ...programme.settings.order, points: 100 } };
  expect(await read1(programmePage({ ...programme, settings }))).toContain(
    "An order can pay back 150% of its value",
  );
});

test("the storefront's block stands beside the form, with its rewards and what earns points", async () => {
  const text = await read1(programmePage());
  expect(text).toMatch(/Your rewards 120 points/);
  expect(text).toContain("380 points to go: 5 off");
  expect(text).toContain("For every €1 you spend +10 points");
});

test.each([
  ["en", 2, "+2 pending"],
  ["pl", 2, "+2 oczekujące"],
  ["pl", 5, "+5 oczekujących"],
  ["ru", 21, "+21 ожидает"],
  ["ru", 5, "+5 ожидают"],
] as const)("points that wait are counted as %s counts %i", async (locale, pendingChange, said) => {
  const ledger = { lines: [line("1", { pendingChange })], page: 1, pageCount: 1 };
  const card = <LedgerCard ledger={ledger} onPage={nothing} />;
  expect(textOf(await renderPage(card, { locale }))).toContain(said);
});

test("a member's page tells what they have, what waits and what happened, in words", async () => {
  const text = await read1(memberPage());
  expect(text).toContain("Ada Lovelace");
  expect(text).toMatch(/Available 40 Pending 700/);
  expect(text).toContain("Under review");
  expect(text).toContain("Changed by hand");
  expect(text).toContain("Waits for approval");
});

test("who asked for points cannot approve them; a colleague can", async () => {
  expect(await read1(memberPage())).toContain("Somebody else than who asked for it has to decide.");
  const text = await read1(queuePage());
  expect(text).toContain("Photo contest");
  expect(text).toContain("Approve");
});

test("what is odd about an earning is said with its figures", async () => {
  expect(await read1(queuePage())).toContain("points within a day; the limit is 300.");
});

test("places where nothing is yet say so", async () => {
  const empty = { ...members, list: { rows: [], totalCount: 0, page: 1, pageCount: 1 } };
  expect(await read1(<MembersPage data={empty} onNavigate={nothing} />)).toContain("Nobody has points yet");
  const searched = { ...empty, query: { ...empty.query, query: "nobody" } };
  expect(await read1(<MembersPage data={searched} onNavigate={nothing} />)).toContain("Nobody found");
  expect(await read1(queuePage({ ...queue, reviews: [], adjustments: [] }))).toContain("Nothing waits");
});

test("the report adds up, and tells loudly when it does not", async () => {
  const page = (data: ReportData) => read1(<ReportPage data={data} onNavigate={nothing} />);
  const right = await page(report);
  expect(right).toContain("Adds up");
  expect(right).toContain("outstanding points × what a point counts as × (1 − breakage)");
  const total = { ...report.report.total, closing: report.report.total.closing + 1 };
  const wrong = await page({
    ...report,
    report: { ...report.report, total, check: { mismatchCount: 1, at: "2026-03-02T10:00:00.000Z" } },
  });
  expect(wrong).toContain("Does not add up");
  expect(wrong).toContain("The books do not match");
});
