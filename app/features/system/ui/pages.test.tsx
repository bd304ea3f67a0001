import { describe, expect, test } from "vitest";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { DeadLetter, SpoolStatus, SystemStatus } from "../schema";
import { SystemPage } from "./SystemPage";

const AT = "2026-03-01T22:30:00.000Z";
const LOCALES = ["en", "pl", "ru"] as const;

type Resource = SystemStatus["sync"]["resources"][number];
const resource = (over: Partial<Resource> = {}): Resource => ({
  resource: "orders",
  state: "done",
  objectCount: 2_000,
  loadedCount: 2_000,
  percent: 100,
  windowStartAt: null,
  error: null,
  startedAt: AT,
  finishedAt: AT,
  ...over,
});

const HEALTHY: SystemStatus = {
  sync: { resources: [resource()], isComplete: true, hasFailed: false, percent: 100, completedAt: AT },
  reconcile: {
    run: { state: "done", cause: "nightly", resource: "checkouts", startedAt: AT, finishedAt: AT },
    resources: [
      {
        resource: "orders",
        state: "done",
        checkedCount: 41,
        sweptCount: 300,
        driftCount: 0,
        healedCount: 0,
        localCount: 2_000,
        remoteCount: 2_000,
        error: null,
      },
    ],
    drifts: [],
    inStepAt: AT,
  },
  missingScopes: [],
  deliveries: {
    counts: { stored: 0, projected: 120, ignored: 4, refused: 1, dead: 2 },
    lastReceivedAt: AT,
    lagSeconds: 2,
  },
  jobs: { waitingCount: 0, scheduledCount: 0, retryingCount: 0, deadCount: 0 },
  outbox: { pendingCount: 0, failingCount: 0, lastError: null },
  deadLetters: [],
  deadLetterCount: 0,
  asOf: AT,
};

const NOTHING_WAITS: SpoolStatus = { waitingCount: 0, oldestAt: null };

const letter = (over: Partial<DeadLetter> = {}): DeadLetter => ({
  kind: "delivery",
  id: "d1",
  name: "orders/create",
  state: "dead",
  path: "line_items.0.price",
  value: '"x"',
  message: "expected a decimal amount",
  at: AT,
  ...over,
});

const show = async (status: Partial<SystemStatus> = {}, locale: (typeof LOCALES)[number] = "en") =>
  renderPage(await routed(<SystemPage status={{ ...HEALTHY, ...status }} spool={NOTHING_WAITS} />), {
    locale,
  });
const read = async (...asked: Parameters<typeof show>) => textOf(await show(...asked));

describe("a comparison after which the counts alone differ", () => {
  const counted = (localCount: number, remoteCount: number): SystemStatus["reconcile"] => ({
    ...HEALTHY.reconcile,
    resources: HEALTHY.reconcile.resources.map((result) => ({ ...result, localCount, remoteCount })),
    inStepAt: null,
  });

  test("tells which, by how many, and what there is to do", async () => {
    const more = await read({ reconcile: counted(2_001, 2_000) });
    expect(more).toContain("There are not as many here as Shopify counts: Orders.");
    expect(more).toContain("1 more here than Shopify counts.");
    expect(more).toContain("Differences");
    expect(more).not.toContain("Some records still differ");
    expect(more).not.toContain("No difference");
    expect(await read({ reconcile: counted(1_998, 2_000) })).toContain("2 are missing here.");
  });

  test.each(LOCALES)("has every text in %s, whatever the number", async (locale) => {
    for (const surplus of [-5, -2, -1, 1, 2, 5, 22])
      expect(await read({ reconcile: counted(2_000 + surplus, 2_000) }, locale)).not.toMatch(
        /undefined|\{\{|reconcile\./,
      );
  });

  test.each(LOCALES)("is not what a part that was left out is, in %s", async (locale) => {
    const [orders] = HEALTHY.reconcile.resources;
    if (!orders) throw new Error("no orders");
    const skipped = {
      ...{ ...orders, state: "skipped" as const, localCount: null, remoteCount: null },
      error: { code: "missing-scope" as const, detail: "read_orders" },
    };
    const text = await read(
      { reconcile: { ...HEALTHY.reconcile, resources: [skipped], inStepAt: null } },
      locale,
    );
    if (locale === "en") expect(text).toContain("Not everything could be compared");
    expect(text).not.toMatch(/undefined|\{\{|reconcile\.|Some records still differ/);
  });
});

describe("what was accepted and not looked at yet", () => {
  const read = async (spool: SpoolStatus | null, locale: (typeof LOCALES)[number] = "en") =>
    textOf(await renderPage(await routed(<SystemPage status={HEALTHY} spool={spool} />), { locale }));

  test("is told with its number and since when it waits; after five minutes as a warning", async () => {
    expect(await read(NOTHING_WAITS)).toContain("Accepted, not looked at yet 0");
    const justNow = { waitingCount: 3, oldestAt: "2026-03-01T22:25:00.001Z" };
    expect(await read(justNow)).toContain("The first of those that wait came at Mar 1, 2026, 11:25 PM");
    expect(await read(justNow)).not.toContain("longer than usual");
    const late = { ...justNow, oldestAt: "2026-03-01T22:25:00.000Z" };
    expect(await read(late)).toContain("3 deliveries wait longer than usual");
    expect(await read(null)).not.toContain("not looked at yet");
  });

  test.each(LOCALES)("has every text in %s, whatever the number", async (locale) => {
    for (const waitingCount of [1, 2, 5, 22])
      expect(await read({ waitingCount, oldestAt: "2026-03-01T20:00:00Z" }, locale)).not.toMatch(
        /undefined|\{\{/,
      );
  });
});

describe("the system page", () => {
  test("says that all is well", async () => {
    const text = await read();
    expect(text).toContain("Complete since Mar 1, 2026, 11:30 PM");
    expect(text).toContain("Last one Mar 1, 2026, 11:30 PM, in our copy after 2 s.");
    expect(text).toContain("Not usable 3");
    expect(text).toContain("Nothing. Everything that arrived was understood");
  });

  test("says so before anything has arrived", async () => {
    const counts = { stored: 0, projected: 0, ignored: 0, refused: 0, dead: 0 };
    expect(await read({ deliveries: { counts, lastReceivedAt: null, lagSeconds: null } })).toContain(
      "Nothing has arrived yet.",
    );
  });

  test("shows how far the copy is, with a bar that screen readers can name", async () => {
    const running = resource({ state: "loading", loadedCount: 500, percent: 25 });
    const sync = { ...HEALTHY.sync, resources: [running], isComplete: false, percent: 25, completedAt: null };
    const html = await show({ sync });
    expect(textOf(html)).toContain("Reading your history: 25%");
    expect(textOf(html)).toContain("500 of 2,000");
    const label = /aria-labelledby="(sync-orders)"/.exec(html)?.[1] ?? "no label";
    expect(html).toContain(`id="${label}"`);
  });

  test("says since when the history is known", async () => {
    const sync = { ...HEALTHY.sync, resources: [resource({ windowStartAt: "2025-12-31T23:00:00.000Z" })] };
    expect(await read({ sync })).toContain("Shopify lets the app see orders since Jan 1, 2026.");
  });

  test.each(["access-denied", "shop-gone", "refused", "shopify-failed", "load-failed"] as const)(
    "says in every language that reading stopped by %s, and offers to go on",
    async (code) => {
      const failed = resource({ state: "failed", error: { code, detail: "read_orders" } });
      const sync = {
        ...HEALTHY.sync,
        resources: [failed],
        hasFailed: true,
        isComplete: false,
        completedAt: null,
      };
      for (const locale of LOCALES) expect(await show({ sync }, locale)).toContain('value="retry-sync"');
    },
  );

  test.each(LOCALES)("says in %s that some records were left out, which is no failure", async (locale) => {
    const read = resource({ error: { code: "records-skipped", detail: "2 (id: expected gid://shopify/…)" } });
    const html = await show({ sync: { ...HEALTHY.sync, resources: [read] } }, locale);
    expect(textOf(html)).toContain("2 (id: expected gid://shopify/…)");
    expect(html).not.toContain('value="retry-sync"');
  });

  test("warns when mails and changes do not get through, with the last answer", async () => {
    const text = await read({
      outbox: { pendingCount: 3, failingCount: 2, lastError: "connect ECONNREFUSED" },
    });
    expect(text).toContain("2 mails or changes do not get through at the moment");
    expect(text).toContain("Last answer: connect ECONNREFUSED");
  });

  test("lists what waits for a person with the place, the value and a way to try again", async () => {
    const html = await show({
      deadLetters: [letter(), letter({ kind: "job", id: "j1", value: "", path: "" })],
      deadLetterCount: 7,
    });
    const text = textOf(html);
    expect(text).toContain("7 things did not get through.");
    expect(text).toContain("line_items.0.price expected a decimal amount");
    expect(text).toContain("Value found: &quot;x&quot;");
    expect(html).toContain('aria-label="Try again: orders/create"');
    expect(html).toMatch(
      /name="kind" value="retry-delivery".*name="id" value="d1".*name="kind" value="retry-job"/s,
    );
  });

  test("escapes what came from outside", async () => {
    const html = await show({
      deadLetters: [letter({ message: "<script>alert(1)</script>" })],
      deadLetterCount: 1,
    });
    expect(html).not.toContain("<script>alert");
  });

  test.each(LOCALES)("has every text in %s", async (locale) => {
    const kinds = (["delivery", "job", "intent"] as const).map((kind) => letter({ kind, id: kind }));
    const states = (["dead", "refused", "uncertain"] as const).map((state) => letter({ state, id: state }));
    const resources = (["customers", "products", "orders", "checkouts"] as const).flatMap((name) =>
      (["missing", "requested", "running", "loading", "done", "failed"] as const).map((state) =>
        resource({ resource: name, state }),
      ),
    );
    const text = await read(
      {
        sync: { ...HEALTHY.sync, resources: resources.slice(0, 24) },
        outbox: { pendingCount: 5, failingCount: 5, lastError: "x" },
        deadLetters: [...kinds, ...states],
        deadLetterCount: 6,
      },
      locale,
    );
    expect(text).toContain(locale === "en" ? "Waiting for you" : locale === "pl" ? "Czeka" : "Жд");
  });
});

describe("the comparison with Shopify", () => {
  const { reconcile } = HEALTHY;
  const [orders] = reconcile.resources;
  if (!orders) throw new Error("expected the comparison of orders");

  test("says since when the copy is in step, and what was compared", async () => {
    const text = await read();
    expect(text).toContain("In step with Shopify as of Mar 1, 2026, 11:30 PM.");
    expect(text).toContain("41 changed records compared · 300 looked for · 2,000 here, 2,000 at Shopify");
    expect(text).toContain("No difference");
  });

  test.each(LOCALES)("tells in %s what differed and what was put right", async (locale) => {
    const text = await read(
      {
        reconcile: {
          ...reconcile,
          inStepAt: null,
          resources: [{ ...orders, driftCount: 3, healedCount: 2 }],
          drifts: [
            { resource: "orders", kind: "missing", count: 1, healedCount: 1, fields: [] },
            { resource: "customers", kind: "older", count: 2, healedCount: 1, fields: ["firstName", "tags"] },
          ],
        },
      },
      locale,
    );
    const said = {
      en: [
        "3 differences found, 2 put right",
        "Orders: 1 record had not arrived",
        "2 records had missed a change",
        "What differed: name and tags",
      ],
      pl: [
        "znaleziono 3 różnice, naprawiono: 2",
        "1 rekord nie dotarł",
        "2 rekordy pominęły zmianę",
        "Czego dotyczyły: nazwa i tagi",
      ],
      ru: [
        "найдено 3 отличия, исправлено: 2",
        "1 запись не дошла",
        "2 записи пропустили изменение",
        "Что отличалось: имя или название и теги",
      ],
    }[locale];
    for (const sentence of said) expect(text).toContain(sentence);
  });

  test("says what is under way, and lets nobody begin a second time", async () => {
    const run = {
      state: "running",
      cause: "manual",
      resource: "products",
      startedAt: AT,
      finishedAt: null,
    } as const;
    const html = await show({ reconcile: { ...reconcile, run } });
    expect(textOf(html)).toContain("Comparing since Mar 1, 2026, 11:30 PM, now: Products");
    expect(html).toMatch(/<button[^>]*disabled[^>]*>(?:(?!<\/button>).)*Compare now/s);
  });

  test.each(LOCALES)("says in %s what the app may no longer read", async (locale) => {
    const text = await read(
      {
        missingScopes: [{ part: "orders", scope: "read_orders" }],
        reconcile: {
          ...reconcile,
          resources: [
            { ...orders, state: "skipped", error: { code: "missing-scope", detail: "read_orders" } },
          ],
        },
      },
      locale,
    );
    expect(text.match(/read_orders/g)).toHaveLength(2);
  });
});
