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

    /** Alone, in an empty shop: what came before must not decide. */
    async function project(fixture: Fixture, topic: string): Promise<ProjectionOutcome> {
      const body = readFileSync(`${ROOT}/${fixture.file}`, "utf8");
      for (const table of [
        "Customer",
        "Order",
        "Checkout",
        "Product",
        "DomainEvent",
        "CustomerStats",
        "CustomerMonth",
        "DayStats",
      ]) {
        await db.$executeRawUnsafe(`DELETE FROM "${table}"`);
      }
      const deliveries = [{ deliveryId: "d1", topic, body, triggeredAt: NOW }];
      const [outcome] = await inTransaction(db, (tx) =>
        projectDeliveries(tx, { shop, deliveries, now: NOW }),
      );
      expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
      return outcome ?? { kind: "ignored", reason: "no outcome" };
    }

    test.each(current)("$file is projected", async (fixture) => {
      expect(await project(fixture, fixture.topic)).toEqual({ kind: "projected" });
    });

    test("every other payload is projected, ignored as unknown, refused or dead with the place and value that failed", async () => {
      for (const fixture of fixtures) {
        const outcome = await project(fixture, topicOf(fixture));
        if (outcome.kind === "ignored")
          expect([fixture.file, outcome.reason]).toEqual([fixture.file, "unknown-topic"]);
        if (outcome.kind === "dead" || outcome.kind === "refused") {
          expect(outcome.problem.path).not.toBe("");
          expect(outcome.problem.value.length).toBeLessThanOrEqual(80);
          expect(outcome.problem.message).toMatch(/expected|Expected|Required|the topic is|another shop/);
        }
      }
    });

    test("no payload is taken for another resource, whatever topic the header claims", async () => {
      const claims = [
        "orders/create",
        "customers/update",
        "customers/delete",
        "checkouts/update",
        "products/update",
      ];
      for (const fixture of fixtures.filter(({ topic }) => !topic.startsWith("malformed"))) {
        for (const claim of claims) {
          const [resource = ""] = claim.split("/");
          if (fixture.topic.startsWith(resource) || isDeletion(fixture)) continue;
          const { kind } = await project(fixture, claim);
          expect([fixture.file, claim, kind]).not.toEqual([fixture.file, claim, "projected"]);
        }
      }
    });

    /** Such bodies hold little more than an id. */
    function isDeletion(fixture: Fixture): boolean {
      return fixture.topic.endsWith("/delete");
    }
  },
);
