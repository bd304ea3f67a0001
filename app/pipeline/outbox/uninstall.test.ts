import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { inTransaction, type RootDb } from "~/platform/db.server";
import { installShop, uninstallShop } from "~/shops/lifecycle.server";
import { getShop } from "~/shops/repository.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { defineIntent } from "./definition";
import { enqueueIntent } from "./enqueue.server";
import type { Final } from "./outcome";
import { outboxLifecycle } from "./uninstall.server";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
let left: string[];
let settled: Final[];

/** A mail whose own last check sees nothing wrong. */
const mail = (kind: string, needsScope?: string) =>
  defineIntent({
    kind,
    schema: z.object({ text: z.string() }),
    maxAttempts: 3,
    onCrash: "repeat",
    ...(needsScope === undefined ? {} : { needsScope }),
    prepare: ({ text }) => Promise.resolve({ kind: "go" as const, command: text }),
    perform: (text) => {
      left.push(text);
      return Promise.resolve({ kind: "done" as const, result: text });
    },
    settle: (_payload, outcome) => {
      settled.push(outcome);
      return Promise.resolve();
    },
  });
const plain = mail("test.mail");
const scoped = mail("test.tag", "write_customers");

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  left = [];
  settled = [];
  world = createWorld(db, [{ name: "test", intents: [plain, scoped] }, outboxLifecycle], NOW);
  await givenShop(db);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const enqueue = (intent: typeof plain, text: string) =>
  inTransaction(db, (tx) =>
    enqueueIntent(tx, intent, {
      payload: { text },
      shopId: SHOP_ID,
      customerId: null,
      dedupeKey: text,
      now: world.now(),
    }),
  );
const uninstall = () =>
  inTransaction(db, (tx) => uninstallShop(tx, { shopId: SHOP_ID, at: world.now(), now: world.now() }));
const states = async () =>
  (await db.outboxIntent.findMany({ orderBy: { dedupeKey: "asc" } })).map(({ state, lastError }) => [
    state,
    lastError,
  ]);

describe("a shop that removes the app", () => {
  test("with mails queued sends none of them, and each says why", async () => {
    for (const text of ["a", "b"]) await enqueue(plain, text);
    await db.outboxIntent.updateMany({
      where: { dedupeKey: "b" },
      data: { nextAttemptAt: new Date("2026-03-02T12:00:00Z") },
    });
    await uninstall();
    await world.runJobs();
    expect(left).toEqual([]);
    expect(await states()).toEqual([
      ["cancelled", "shop-uninstalled"],
      ["cancelled", "shop-uninstalled"],
    ]);
    expect(settled).toEqual([
      { kind: "cancelled", reason: "shop-uninstalled" },
      { kind: "cancelled", reason: "shop-uninstalled" },
    ]);
  });

  test("sends nothing that is asked for later, and does not cancel twice", async () => {
    await enqueue(plain, "a");
    await uninstall();
    await world.runJobs();
    await uninstall();
    await enqueue(plain, "b");
    await world.runJobs();
    expect(left).toEqual([]);
    expect(settled).toHaveLength(2);
    expect(await db.job.count({ where: { state: "dead" } })).toBe(0);
  });

  test("and has it again sends what is new, and nothing of before", async () => {
    await enqueue(plain, "before");
    await uninstall();
    await world.runJobs();
    const { domain, name, email, currencyCode, ianaTimezone, countryCode, scopes } = await getShop(db, {
      shopId: SHOP_ID,
    });
    world.at("2026-03-01T13:00:00Z");
    const facts = { domain, name, email, currencyCode, ianaTimezone, countryCode, scopes, gid: null };
    await installShop(db, { facts, now: world.now() });
    await enqueue(plain, "after");
    await world.runJobs();
    expect(left).toEqual(["after"]);
  });

  test("leaves another shop's mails alone", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await inTransaction(db, (tx) =>
      enqueueIntent(tx, plain, {
        payload: { text: "other" },
        shopId: "s2",
        customerId: null,
        dedupeKey: "other",
        now: NOW,
      }),
    );
    await uninstall();
    await world.runJobs();
    expect(left).toEqual(["other"]);
  });
});

describe("a shop that took a scope away", () => {
  test("is not asked for what needs it, and for the rest as before", async () => {
    await db.shop.updateMany({ where: { id: SHOP_ID }, data: { scopes: "read_customers" } });
    await enqueue(scoped, "a tag");
    await enqueue(plain, "a mail");
    await world.runJobs();
    expect(left).toEqual(["a mail"]);
    expect(settled).toContainEqual({ kind: "cancelled", reason: "missing-scope" });
  });

  test("and gave it back is asked again", async () => {
    await enqueue(scoped, "a tag");
    await world.runJobs();
    expect(left).toEqual(["a tag"]);
  });
});
