import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createTestDb, isOnSqlite, type TestDb } from "../../tests/support/test-db";
import { openDb, type RootDb } from "./db.server";
import { admitVisit, forgetVisits, visitorOf } from "./rate-limit.server";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
});
afterEach(async () => {
  vi.useRealTimers();
  await testDb.close();
});

async function countAdmitted(times: number, visit: () => ReturnType<typeof admitVisit>): Promise<number> {
  let admitted = 0;
  for (let index = 0; index < times; index += 1) {
    if ((await visit()).outcome === "admitted") admitted += 1;
  }
  return admitted;
}

describe("a limit", () => {
  test("admits as many visits as it says, and then tells how long to wait", async () => {
    expect(await countAdmitted(60, () => admitVisit(db, { link: "token" }))).toBe(60);
    const refused = await admitVisit(db, { link: "token" });
    expect(refused).toEqual({ outcome: "limited", retryAfterSeconds: expect.any(Number) as number });
    const seconds = refused.outcome === "limited" ? refused.retryAfterSeconds : 0;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("is over after its time", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T10:00:00Z") });
    await countAdmitted(61, () => admitVisit(db, { link: "token" }));
    vi.setSystemTime(new Date("2026-11-24T10:01:01Z"));
    const other = await openDb(testDb.url);
    expect(await admitVisit(other, { link: "token" })).toEqual({ outcome: "admitted" });
    await other.$disconnect();
  });

  test("is each visitor's own, and each kind of visit's own", async () => {
    await countAdmitted(61, () => admitVisit(db, { link: "a" }));
    expect(await admitVisit(db, { link: "b" })).toEqual({ outcome: "admitted" });
    expect(await admitVisit(db, { visitor: "a" })).toEqual({ outcome: "admitted" });
    expect(await admitVisit(db, { link: "a", visitor: "c" })).toMatchObject({ outcome: "limited" });
  });

  test("is shared by all processes", async () => {
    const other = await openDb(testDb.url);
    const admitted =
      (await countAdmitted(40, () => admitVisit(db, { link: "token" }))) +
      (await countAdmitted(40, () => admitVisit(other, { link: "token" })));
    expect(admitted).toBe(60);
    await other.$disconnect();
  });

  test("counts visits that come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => admitVisit(db, { link: "token" })));
    expect(answers.filter(({ outcome }) => outcome === "admitted")).toHaveLength(60);
  });
});

test("who comes too often uses up nothing of others, and leaves no row for each link they make up", async () => {
  await countAdmitted(61, () => admitVisit(db, { "proxy-person": "mallory", "proxy-shop": "s1" }));
  await countAdmitted(20, () => admitVisit(db, { "proxy-person": "mallory", "proxy-shop": "s1" }));
  const shop = await db.rateLimit.findFirstOrThrow({ where: { key: { startsWith: "proxy-shop" } } });
  expect(shop.points).toBe(60);
  const visit = (link: number) =>
    admitVisit(db, { "survey-visitor": "203.0.113.7", link: `made up ${link}` });
  for (let link = 0; link < 30; link += 1) await visit(link);
  expect(await db.rateLimit.count({ where: { key: { startsWith: "link" } } })).toBe(20);
});

test("nobody to count for is admitted", async () => {
  expect(await admitVisit(db, { visitor: null })).toEqual({ outcome: "admitted" });
  expect(await db.rateLimit.count()).toBe(0);
});

test("no address and no token is kept", async () => {
  await admitVisit(db, { visitor: "203.0.113.7", link: "secret-token" });
  const rows = JSON.stringify(await db.rateLimit.findMany());
  expect(rows).toMatch(/visitor/);
  expect(rows).not.toMatch(/203\.0|secret-token/);
});

test("a span that is over is forgotten, one that goes on is not", async () => {
  await admitVisit(db, { visitor: "203.0.113.7" });
  await admitVisit(db, { redemption: "ada" });
  await db.rateLimit.updateMany({
    where: { key: { startsWith: "visitor" } },
    data: { expire: new Date(Date.now() - 1_000) },
  });
  expect(await forgetVisits(db)).toBe(1);
  expect((await db.rateLimit.findMany()).map(({ key }) => key.split(":")[0])).toEqual(["redemption"]);
});

// The pool of PostgreSQL has timers of its own.
test.skipIf(!isOnSqlite())(
  "counting leaves nothing behind in the process that a closed database would meet",
  async () => {
    vi.useFakeTimers();
    await admitVisit(db, { link: "token", visitor: "203.0.113.7" });
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("while the database does not answer, this process counts by itself", async () => {
  const broken = await openDb(testDb.url);
  await broken.$executeRawUnsafe(`DROP TABLE "RateLimit"`);
  expect(await countAdmitted(80, () => admitVisit(broken, { link: "token" }))).toBe(60);
  await broken.$disconnect();
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:db8:85a3:0"],
  ["2001:DB8:85a3::1", "2001:db8:85a3:0"],
  ["::1", "0:0:0:0"],
  ["", null],
  [undefined, null],
])("a visitor at %s is counted as %s", (clientIp, visitor) => {
  expect(visitorOf({ clientIp })).toBe(visitor);
});
