import { describe, expect, test } from "vitest";

import type { LiftState } from "~/engine/experiments/schema";
import { TOPICS } from "~/engine/messaging/schema";
import { WrittenMessageSchema } from "~/engine/messaging/templates/schema";
import { LOCALES } from "~/shops/schema";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { AudiencePreview } from "../audience/presenter.server";
import type { ListedCampaign } from "../list/presenter.server";
import type { Materials } from "../materials.server";
import type { CampaignFigures, CampaignPerson, CampaignResults } from "../results/presenter.server";
import { UNSENT_REASONS } from "../rules/unsent";
import {
  CAMPAIGN_STATES,
  type CampaignChange,
  CampaignContentSchema,
  type CampaignProblem,
  newContent,
  type OwnMessage,
  PEOPLE_GROUPS,
  RECIPIENT_STATES,
} from "../schema";
import type { WritingData } from "../writing/presenter.server";
import { AudiencePage } from "./AudiencePage";
import { CampaignsPage } from "./CampaignsPage";
import { ChangeDialog } from "./ChangeDialog";
import { ProblemList } from "./ProblemList";
import { ResultsPage } from "./ResultsPage";
import { SendOffDialog } from "./SendOffDialog";
import { TemplateGrid } from "./writing/TemplateChoice";
import { WritingProvider } from "./writing/writing-context";
import { CampaignPage } from "./writing/CampaignPage";

const AT = "2026-11-23T10:00:00.000Z";
const BROKEN = /undefined|NaN|\[object|\{\{/;
const nothing = () => undefined;
const MATERIALS: Materials = {
  facts: [],
  names: [],
  currencyCode: "EUR",
  zone: "Europe/Warsaw",
  templates: [
    { ref: "t1", key: "hello", name: "Hello there", kind: "email" },
    { ref: "t2", key: "short", name: "A short word", kind: "sms" },
  ],
};

type Locale = (typeof LOCALES)[number];
const show = async (page: React.ReactElement, locale: Locale = "en") =>
  renderPage(await routed(page), { locale });
const read = async (page: React.ReactElement, locale: Locale = "en") => textOf(await show(page, locale));

const figuresOfLift = {
  ...{ treatedCount: 900, controlCount: 100, treatedMeanMinor: 1_234.5, controlMeanMinor: 1_000 },
  ...{ incrementalMinor: 211_050, lowMinor: 1_000, highMinor: 400_000, confidence: 0.95, visibleMinor: 100 },
};
const LIFTS: LiftState[] = [
  ...(["not-begun", "still-running", "too-few-people", "too-few-buyers"] as const).map((why) => {
    return { kind: "not-enough-data" as const, why, neededCount: 100, readyAt: AT };
  }),
  ...(["no-difference", "lift", "drop"] as const).map((kind) => ({ kind, ...figuresOfLift })),
];
const figuresOf = (lift: LiftState): CampaignFigures => ({
  byState: Object.fromEntries(RECIPIENT_STATES.map((state, index) => [state, index + 1])),
  byReason: UNSENT_REASONS.map((reason, index) => ({ state: "refused", reason, count: index + 1 })),
  ...{ yesCount: 3, noCount: 1, clickedCount: 5, openedCount: 4, lift },
  revenue: { orderCount: 2, netMinor: 12_345 },
});
const CAMPAIGNS = CAMPAIGN_STATES.map((state, index): ListedCampaign => ({
  ...{ id: `c${index}`, name: `Campaign ${index}`, state, audience: { kind: "all", of: [] } },
  ...{ sendAt: index === 0 ? null : AT, updatedAt: AT, asksForAnswer: index % 2 === 0 },
  figures: index === 0 ? null : figuresOf(LIFTS[index] as LiftState),
}));
const listActions = { isBusy: false, onCreate: nothing, onCopy: nothing, onChange: nothing };

const PROBLEMS: CampaignProblem[] = [
  { field: "name", code: "blank" },
  { field: "name", code: "too-long", params: { length: 121, most: 120 } },
  ...TOPICS.map((topic): CampaignProblem => ({
    field: "topic",
    code: "topic-cannot-be-left",
    params: { topic },
  })),
  { field: "templateKey", code: "nothing-chosen" },
  { field: "sendOn", code: "no-date" },
  { field: "sendOn", code: "in-the-past", params: { at: AT } },
  { field: "sendOn", code: "too-far", params: { at: AT, days: 365 } },
  { field: "premiere.title", code: "blank" },
  { field: "premiere.day", code: "before-the-mail", params: { at: AT } },
  { field: "premiere.url", code: "not-an-address", params: { url: "shop/spring" } },
  { field: "premiere.sharedCode", code: "blank" },
  { field: "premiere.codeWhen", code: "nobody-is-asked" },
  { field: "audience", code: "condition-unfinished" },
  { field: "audience", code: "reaches-nobody", params: { matching: 3 } },
  ...[
    "missing",
    "unpublished",
    "other-channel-email",
    "other-channel-sms",
    "without-invitation",
    "without-code",
  ].map((code): CampaignProblem => ({
    field: "templateKey",
    code: `template-${code}`,
    params: { template: "Hello" },
  })),
  { field: "offer", code: "missing-scope", params: { scope: "write_gift_cards" } },
  { field: "offer", code: "below-margin-floor", params: { left: 12, floor: 20 } },
  { field: "sender", code: "no-sender" },
  ...["own-subject-blank", "own-text-blank", "own-button-half", "own-without-invitation"].map(
    (code): CampaignProblem => ({ field: "own", code, params: { language: "ru" } }),
  ),
  { field: "own", code: "own-broken", params: { language: "en", problem: "liquid-not-closed", name: "if" } },
];

const AUDIENCE: AudiencePreview = {
  ...{ campaignId: "c1", name: "Spring", state: "draft", sendAt: AT, problems: [] },
  ...{ matchingCount: 25_000, lookedAtCount: 21_000, isCut: true, mayCount: 12_345, heldOutCount: 650 },
  movedCount: 22,
  against: ["not-consented", "unsubscribed", "no-email"].map((reason, index) => ({
    reason,
    count: index + 1,
  })),
  flows: [{ id: "f1", name: "Win-back", count: 4 }],
  campaigns: [{ id: "c2", name: "Sale", sendAt: AT, count: 5 }],
  cost: { kind: "expected", eachMinor: 500, mostMinor: 6_172_500, currencyCode: "EUR" },
  people: [{ customerId: "s1_1", name: "Ada Lovelace" }],
};
const sendOff = { isBusy: false, problems: [], onSendOff: nothing };

const PEOPLE = RECIPIENT_STATES.map((state, index): CampaignPerson => ({
  ...{ id: `r${index}`, customerId: `s1_${index}`, name: index === 0 ? null : index === 1 ? "" : "Ada" },
  ...{ state, reason: state === "refused" ? "paused" : null, at: AT },
  messageId: index % 2 === 0 ? `m${index}` : null,
  answer: ["yes", "no"][index] ?? null,
  accessCode: index === 2 ? "VIP-7KQ4MX3P" : null,
}));
const resultsOf = (over: Partial<CampaignResults> = {}): CampaignResults => ({
  ...{ campaignId: "c1", name: "Spring", state: "sending", sendAt: AT, finishedAt: AT, currencyCode: "EUR" },
  premiere: { title: "Spring collection", startsAt: AT, asksForAnswer: true, capacity: 40 },
  figures: figuresOf(LIFTS[5] as LiftState),
  ...{ query: { group: "all", page: 1 }, people: PEOPLE, totalCount: 7, pageCount: 2 },
  ...over,
});

const WRITING: WritingData = {
  ...{ campaignId: "c1", name: "Spring", state: "draft", problems: PROBLEMS, materials: MATERIALS },
  content: CampaignContentSchema.parse({
    ...newContent("premiere"),
    sendOn: { day: "2026-12-01", time: "10:00" },
    offer: { value: { kind: "amount", amountMinor: 500 }, validDays: 7, title: "Spring" },
    premiere: { title: "Spring", day: "2026-12-10", time: "18:00", access: "shared", capacity: 30 },
  }),
};
const writing = {
  isBusy: false,
  isChecking: false,
  answer: undefined,
  problems: PROBLEMS,
  onCheck: nothing,
  onSave: nothing,
  preview: null,
  isPreviewing: false,
  thumbnails: null,
  onPreview: nothing,
  onLoadThumbnails: nothing,
};
const OWN: OwnMessage = {
  en: WrittenMessageSchema.parse({ subject: "New beans", text: "They are here." }),
  ru: WrittenMessageSchema.parse({ text: "Они здесь." }),
};
const draft = {
  name: "Spring",
  isDirty: false,
  rename: nothing,
  set: nothing,
  discard: nothing,
  settle: nothing,
};
const GRID = { materials: MATERIALS, problems: [], draft: { ...draft, content: newContent("plain") } };
const CHANGES: CampaignChange[] = ["unschedule", "pause", "resume", "cancel", "discard"];

describe.each(LOCALES)("in %s", (locale) => {
  const intact = async (page: React.ReactElement) => {
    const text = await read(page, locale);
    expect(text).not.toMatch(BROKEN);
    return text;
  };

  test("the list has a word for every state and figure, and says what to do when it is empty", async () => {
    const list = { campaigns: CAMPAIGNS, materials: MATERIALS };
    const text = await intact(<CampaignsPage data={list} actions={listActions} />);
    expect(text).toContain("Campaign 5");
    const empty = <CampaignsPage data={{ ...list, campaigns: [] }} actions={listActions} />;
    expect(await intact(empty)).not.toContain("Campaign 5");
  });

  test("the editor shows what is written, and every problem where it is and in the list", async () => {
    const text = await intact(<CampaignPage data={WRITING} actions={writing} />);
    expect(text).toContain("Spring");
    await intact(<ProblemList problems={PROBLEMS} url="/app" />);
    const plain = { ...WRITING, content: newContent("plain"), problems: [] };
    await intact(<CampaignPage data={plain} actions={{ ...writing, problems: [] }} />);
  });

  test("a message may be written in the campaign, for each channel and in several languages", async () => {
    for (const channel of ["email", "sms"] as const) {
      const content = { ...WRITING.content, channel, own: OWN };
      const text = await intact(<CampaignPage data={{ ...WRITING, content }} actions={writing} />);
      expect(text).toContain(locale === "ru" ? "Они здесь." : "They are here.");
    }
  });

  test("every template of the channel can be chosen by its picture", async () => {
    const thumbnails = { t1: { subject: "Hello!", html: "<p>Hello</p>", text: "Hello" } };
    const grid = (templates: Materials["templates"]) => (
      <WritingProvider value={{ ...GRID, actions: { ...writing, thumbnails } }}>
        <TemplateGrid templates={templates} pickedKey="short" onPick={nothing} />
      </WritingProvider>
    );
    expect(await intact(grid(MATERIALS.templates))).toMatch(/Hello there Hello! .*A short word/);
    await intact(grid([]));
  });

  test("what was sent off is not written any more", async () => {
    for (const state of ["scheduled", "sent"] as const)
      await intact(<CampaignPage data={{ ...WRITING, state }} actions={writing} />);
  });

  test("the preview tells counts, overlaps, cost and names; and why it cannot be sent", async () => {
    const text = await intact(<AudiencePage data={AUDIENCE} actions={sendOff} />);
    for (const named of ["Win-back", "Sale", "Ada Lovelace"]) expect(text).toContain(named);
    for (const reason of ["missing-scope", "over-shop-budget", "serial-abandoner", "below-margin-floor"])
      await intact(
        <AudiencePage data={{ ...AUDIENCE, cost: { kind: "refused", reason } }} actions={sendOff} />,
      );
    const none = { mayCount: 0, against: [], flows: [], campaigns: [], people: [], cost: null };
    await intact(<AudiencePage data={{ ...AUDIENCE, ...none, sendAt: null }} actions={sendOff} />);
    await intact(<AudiencePage data={AUDIENCE} actions={{ ...sendOff, problems: PROBLEMS }} />);
    for (const count of [1, 2, 5, 22])
      await intact(
        <AudiencePage data={{ ...AUDIENCE, mayCount: count, movedCount: count }} actions={sendOff} />,
      );
  });

  test("the results tell of everybody, in every group and state, and what it brought", async () => {
    const props = { isLoading: true, actions: listActions, onShow: nothing };
    expect(await intact(<ResultsPage data={resultsOf()} {...props} />)).toContain("VIP-7KQ4MX3P");
    for (const lift of LIFTS)
      await intact(<ResultsPage data={resultsOf({ figures: figuresOf(lift) })} {...props} />);
    for (const state of CAMPAIGN_STATES) await intact(<ResultsPage data={resultsOf({ state })} {...props} />);
    for (const group of PEOPLE_GROUPS)
      await intact(<ResultsPage data={resultsOf({ people: [], query: { group, page: 1 } })} {...props} />);
    await intact(<ResultsPage data={resultsOf({ premiere: null })} {...props} />);
  });

  test("dialogs ask before anything is done", async () => {
    const asked = { name: "Spring", onClose: nothing, onConfirm: nothing };
    for (const kind of CHANGES) await intact(<ChangeDialog {...asked} kind={kind} />);
    for (const sendAt of [AT, null])
      await intact(<SendOffDialog {...asked} data={{ ...AUDIENCE, sendAt }} />);
  });
});

test("only what nothing is wrong with can be sent", async () => {
  const button = async (over: Partial<AudiencePreview>) =>
    /<button[^>]*aria-disabled="true"[^>]*>(?:(?!<\/button>).)*Schedule/.test(
      await show(<AudiencePage data={{ ...AUDIENCE, ...over }} actions={sendOff} />),
    );
  expect([await button({}), await button({ problems: PROBLEMS }), await button({ mayCount: 0 })]).toEqual([
    false,
    true,
    true,
  ]);
});
