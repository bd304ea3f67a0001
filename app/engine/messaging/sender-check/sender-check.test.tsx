import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { setTxtLookup, type TxtAnswer } from "~/platform/dns.server";
import { action, loader } from "~/routes/app.settings_.sender";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { judgeDkim } from "./rules/dkim";
import { judgeDmarc } from "./rules/dmarc";
import { judgeSpf } from "./rules/spf";
import type { SenderCheck, SenderPageData, TxtRecords } from "./schema";
import { SenderPage } from "./ui/SenderPage";
import type { SenderAnswer, SenderActions } from "./ui/use-sender-actions";

const LOCALES = ["en", "pl", "ru"] as const;
const asked: string[] = [];
let open: TestDb;
let restoreDns: () => void;
let answer: (name: string) => TxtAnswer;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  provideAdminPorts({
    authenticate: () =>
      Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: "en", staffId: "staff-7" }),
    setUpShop: () => Promise.resolve(),
  });
  await givenShop(open.db);
  asked.length = 0;
  answer = () => ({ kind: "none" });
  restoreDns = setTxtLookup((name) => {
    asked.push(name);
    return Promise.resolve(answer(name));
  });
});
afterEach(async () => {
  restoreDns();
  await open.close();
});

const post = async (form: Record<string, string>) => {
  const body = new URLSearchParams(form);
  const request = new Request("https://perennial.example/app/settings/sender", { method: "POST", body });
  const sent = (await action({ request, params: {}, context: {} })) as unknown as {
    data: SenderAnswer;
    init: { status?: number } | null;
  };
  return { ...sent.data, status: sent.init?.status ?? 200 };
};
const show = () =>
  loader({ request: new Request("https://perennial.example/app/settings/sender"), params: {}, context: {} });
const ON = { areClicksCounted: "true", areOpensCounted: "false", hasUtm: "true", dkimSelector: "" };

test("showing the page asks nobody; checking asks for the sender's domain", async () => {
  expect((await show()).sender).toEqual({ address: "hello@example.com", domain: "example.com" });
  expect(asked).toEqual([]);
  expect(await post({ kind: "check" })).toMatchObject({
    outcome: "checked",
    checks: [
      { check: "spf", level: "bad" },
      { check: "dkim", level: "unknown" },
      { check: "dmarc", level: "bad" },
    ],
  });
  expect(asked.sort()).toEqual(["_dmarc.example.com", "example.com"]);
});

test("the selector that was saved is looked up, in DNS's spelling of the domain", async () => {
  await open.db.shopSetting.create({
    data: {
      shopId: SHOP_ID,
      key: "general",
      valueJson: '{"senderAddress":"Hello@Bean.Example"}',
      updatedAt: new Date(),
    },
  });
  expect(await post({ kind: "save", ...ON, dkimSelector: " S1 " })).toMatchObject({ outcome: "saved" });
  await post({ kind: "check" });
  expect(asked).toContain("s1._domainkey.bean.example");
});

test("without a network it says so, and nothing breaks", async () => {
  answer = () => ({ kind: "unreachable", why: "ECONNREFUSED" });
  await post({ kind: "save", ...ON, dkimSelector: "s1" });
  const result = await post({ kind: "check" });
  expect(result).toMatchObject({
    checks: [{ level: "unknown" }, { level: "unknown" }, { level: "unknown" }],
  });
});

test("what is counted is saved whole; a selector that is none is refused at its field", async () => {
  await post({
    kind: "save",
    areClicksCounted: "false",
    areOpensCounted: "true",
    hasUtm: "false",
    dkimSelector: "k1",
  });
  expect((await show()).settings).toEqual({
    areClicksCounted: false,
    areOpensCounted: true,
    hasUtm: false,
    dkimSelector: "k1",
  });
  for (const dkimSelector of ["a b", "-a", "a/../b", "s1;"]) {
    expect(await post({ kind: "save", ...ON, dkimSelector })).toEqual({
      outcome: "invalid",
      status: 422,
      errors: { dkimSelector: ["invalid-selector"] },
    });
  }
  expect(await post({ kind: "save", ...ON, dkimSelector: "a".repeat(64) })).toMatchObject({
    errors: { dkimSelector: ["too-long"] },
  });
  expect((await show()).settings.dkimSelector).toBe("k1");
});

test("where nothing was saved clicks and utm are on, opens are off", async () => {
  expect((await show()).settings).toEqual({
    areClicksCounted: true,
    areOpensCounted: false,
    hasUtm: true,
    dkimSelector: null,
  });
});

const found = (...records: string[]): TxtRecords => ({ kind: "found", records });
const key = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");
const about = { domain: "shop.example", selector: "s1" };
const silent: TxtRecords = { kind: "unreachable", why: "ETIMEOUT" };
/** Every finding there is. */
const ALL: SenderCheck[] = [
  ...[
    { kind: "none" } as const,
    silent,
    found("v=spf1 -all", "v=spf1 -all"),
    found("v=spf1 all"),
    found("v=spf1 ?all"),
  ].map((records) => judgeSpf(records, "shop.example", null)),
  judgeSpf(found(`v=spf1 ${"include:x.example ".repeat(11)}`), "shop.example", "amazonses.com"),
  judgeSpf(found("v=spf1 -all"), "shop.example", null),
  judgeDkim(null, { domain: "shop.example", selector: null }),
  ...[
    { kind: "none" } as const,
    silent,
    ...[`p=${key(294)}`, `p=${key(162)}`, `p=${key(120)}`, "p=", "p=*", `t=y; p=${key(294)}`].map((text) =>
      found(text),
    ),
  ].map((records) => judgeDkim(records, about)),
  judgeDmarc([{ kind: "none" }], "gmail.com"),
  judgeDmarc([silent], "shop.example"),
  ...["v=DMARC1; p=none", "v=DMARC1", "v=DMARC1; p=reject; rua=mailto:a@b.example"].map((text) =>
    judgeDmarc([found(text)], "shop.example"),
  ),
  judgeDmarc([found("v=DMARC1; p=none", "v=DMARC1; p=none")], "shop.example"),
];
const data = (): SenderPageData => ({
  sender: { address: "hello@shop.example", domain: "shop.example" },
  settings: { areClicksCounted: true, areOpensCounted: false, hasUtm: true, dkimSelector: "s1" },
  hooks: [
    ...(["ses", "sendgrid", "postmark", "mailgun"] as const).map((provider) => ({
      provider,
      isSetUp: false,
      url: `https://perennial.example/hooks/mail/${provider}`,
      lastReportedAt: null,
      confirm: null,
    })),
  ],
});
const actions = (over: Partial<SenderActions> = {}): SenderActions => ({
  isSaving: false,
  errors: {},
  onSave: () => undefined,
  isChecking: false,
  checks: null,
  onCheck: () => undefined,
  ...over,
});

describe.each(LOCALES)("the page in %s", (locale) => {
  test("has every text: before the check, with every finding, set up and reporting", async () => {
    const before = textOf(await renderPage(<SenderPage data={data()} actions={actions()} />, { locale }));
    expect(before).toContain("shop.example");
    const checked = await renderPage(<SenderPage data={data()} actions={actions({ checks: ALL })} />, {
      locale,
    });
    expect(textOf(checked)).toContain("_dmarc.shop.example");
    expect(textOf(checked)).not.toMatch(/\{\{|sender\./);
    const [ses, ...others] = data().hooks;
    const hooks = [
      {
        ...ses!,
        isSetUp: true,
        confirm: {
          url: "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription",
          topic: "arn:aws:sns:eu-central-1:123456789012:bounces",
          askedAt: "2026-03-01T12:00:00Z",
        },
      },
      ...others.map((hook) => ({ ...hook, isSetUp: true, lastReportedAt: "2026-03-01T12:00:00Z" })),
    ];
    const page = <SenderPage data={{ ...data(), hooks }} actions={actions({ isChecking: true })} />;
    expect(await renderPage(page, { locale })).toContain('href="https://sns.eu-central-1.amazonaws.com/');
  });
});

test("a field that was refused names what is wrong with it", async () => {
  const { MeasurementCard } = await import("./ui/MeasurementCard");
  for (const code of ["invalid-selector", "too-long"]) {
    for (const locale of LOCALES) {
      const card = (
        <MeasurementCard form={data().settings} change={() => undefined} errors={{ dkimSelector: [code] }} />
      );
      expect(await renderPage(card, { locale })).toContain('aria-invalid="true"');
    }
  }
});
