import { existsSync, readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";

import { compareAggregates } from "./aggregates/recount.server";
import type { ProjectionOutcome } from "./outcome";
import { projectDeliveries } from "./registry.server";
import { TOPICS } from "./topics";

const ROOT = "../shared/fixtures";
const NOW = new Date("2026-11-22T12:00:00Z");

const TABLES = [
  "Customer",
  "Order",
  "Checkout",
  "Product",
  "DomainEvent",
  "CustomerStats",
  "CustomerMonth",
  "CohortMonth",
  "DayStats",
  "OrderTransaction",
  "Return",
  "Cart",
  "Discount",
  "RefetchRequest",
];
const CLAIMS = [
  "orders/create",
  "customers/update",
  "customers/delete",
  "checkouts/update",
  "products/update",
  "refunds/create",
];

type Fixture = { file: string; topic: string; kind: string; version: string };

const fixtures: Fixture[] = existsSync(`${ROOT}/MANIFEST.tsv`)
  ? readFileSync(`${ROOT}/MANIFEST.tsv`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"))
      .map(([file = "", topic = "", kind = "", , , , , version = ""]) => ({ file, topic, kind, version }))
      .filter(({ file, topic }) => file.endsWith(".json") && !topic.startsWith("graphql"))
  : [];

/** Payloads with real values of a supported version: these must work. */
const current = fixtures.filter(
  ({ topic, kind, version }) =>
    topic in TOPICS && kind !== "shape" && /^\d{4}-\d{2}$/.test(version) && version >= "2025-01",
);
/** Topics as good as they can be guessed where the collection names only a resource. */
const topicOf = ({ topic }: Fixture): string => {
  if (topic in TOPICS) return topic;
  if (`${topic}/update` in TOPICS) return `${topic}/update`;
  return `${topic}/updated` in TOPICS ? `${topic}/updated` : topic;
};

describe.skipIf(fixtures.length === 0)(
  "collected payloads (skipped where the collection is not beside the project)",
  () => {
    let test_: TestDb;
    let db: RootDb;

    beforeAll(async () => {
      test_ = await createTestDb();
      db = test_.db;
      await givenShop(db, { currencyCode: "USD" });
    });
    afterAll(() => test_.close());

    const shop = {
      id: SHOP_ID,
      domain: "demo-shop.myshopify.com",
      currencyCode: "USD",
      ianaTimezone: "America/New_York",
    };

    const projectAll = (
      entries: readonly { fixture: Fixture; topic: string }[],
    ): Promise<ProjectionOutcome[]> => {
      const deliveries = entries.map(({ fixture, topic }) => ({
        deliveryId: fixture.file,
        topic,
        body: readFileSync(`${ROOT}/${fixture.file}`, "utf8"),
        triggeredAt: NOW,
      }));
      return inTransaction(db, (tx) => projectDeliveries(tx, { shop, deliveries, now: NOW }));
    };

    /** Alone, in an empty shop: what came before must not decide. */
    async function project(fixture: Fixture, topic: string): Promise<ProjectionOutcome> {
      for (const table of TABLES) await db.$executeRawUnsafe(`DELETE FROM "${table}"`);
      const [outcome] = await projectAll([{ fixture, topic }]);
      expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
      return outcome ?? { kind: "ignored", reason: "no outcome" };
    }

    test.each(current)("$file is projected", async (fixture) => {
      expect(await project(fixture, fixture.topic)).toEqual({ kind: "projected" });
    });

    test("every other payload of our topics is projected, refused or dead with the place and value that failed", async () => {
      for (const fixture of fixtures.filter(
        (entry) => topicOf(entry) in TOPICS && !current.includes(entry),
      )) {
        const outcome = await project(fixture, topicOf(fixture));
        expect([fixture.file, outcome.kind]).not.toEqual([fixture.file, "ignored"]);
        if (outcome.kind !== "dead" && outcome.kind !== "refused") continue;
        expect(outcome.problem.path).not.toBe("");
        expect(outcome.problem.value.length).toBeLessThanOrEqual(80);
        expect(outcome.problem.message).toMatch(/expected|the topic is|another shop/);
      }
    });

    test("payloads of other topics are ignored, and tell so", async () => {
      const others = fixtures.filter((entry) => !(topicOf(entry) in TOPICS));
      const outcomes = await projectAll(others.map((fixture) => ({ fixture, topic: fixture.topic })));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(
        new Set(['{"kind":"ignored","reason":"unknown-topic"}']),
      );
    });

    test("no payload is taken for another resource, whatever topic the header claims; at once, and none crashes", async () => {
      const entries = CLAIMS.flatMap((topic) =>
        fixtures
          .filter(
            (fixture) =>
              !fixture.topic.startsWith(topic.split("/")[0] ?? "") && !fixture.topic.endsWith("/delete"),
          )
          .map((fixture) => ({ fixture, topic })),
      );
      const outcomes = await projectAll(entries);
      const taken = entries.filter((_, index) => outcomes[index]?.kind === "projected");
      expect(taken.map(({ fixture, topic }) => `${fixture.file} as ${topic}`)).toEqual([]);
    });
  },
);
