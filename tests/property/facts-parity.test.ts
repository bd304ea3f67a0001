import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Condition, OPERATORS } from "~/engine/facts/condition";
import type { FactDefinition } from "~/engine/facts/fact";
import { countMatching, listMatching, loadFacts, matchesOf } from "~/engine/facts/queries.server";
import { listFacts, registerFacts } from "~/engine/facts/registry.server";
import { factsIn, holds } from "~/engine/facts/rules";
import { customersRegistration } from "~/features/customers/registration.server";
import { vipRegistration } from "~/features/vip/registration.server";
import { winbackRegistration } from "~/features/winback/registration.server";
import { Prisma } from "~/generated/prisma/client";
import { recountAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { andAmong } from "~/platform/sql.server";

import { ZONE } from "../support/factories";
import { givenRandomPeople, PRODUCTS, TAGS } from "../support/random-people";
import { createTestDb, type TestDb } from "../support/test-db";

/*
 * One condition, asked twice: of everybody by one statement, and person by person from loaded values. Both must name the
 * same people, whatever the people are like and whatever is asked.
 */

const SHOPS = ["s1", "s2", "s3"];
const AT = [new Date("2026-03-01T22:30:00Z"), new Date("2026-01-15T12:00:00Z")];

let testDb: TestDb;
let peopleOf: Map<string, string[]>;
/** No fact of a feature is a day yet. */
const firstOn: FactDefinition = {
  key: "test.first-on",
  textNamespace: "test",
  type: "day",
  isHistorical: true,
  whenAbsent: null,
  rows: ({ shopId, customerIds }) => Prisma.sql`
    SELECT "customerId", MIN("placedOn") AS "value" FROM "Order"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} GROUP BY "customerId"`,
};

beforeAll(async () => {
  const features = [customersRegistration, vipRegistration, winbackRegistration];
  registerFacts([...features.flatMap(({ facts = [] }) => facts), firstOn]);
  testDb = await createTestDb();
  peopleOf = new Map();
  for (const [index, shopId] of SHOPS.entries()) {
    peopleOf.set(shopId, await givenRandomPeople(testDb.db, { shopId, seed: index + 1, count: 40 }));
    await recountAggregates(testDb.db, { shopId });
  }
});
afterAll(() => testDb.close());

const numbers = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.constantFrom(0.5, 33.3, 50, 100, 9.9),
);
const days = fc.constantFrom("2025-12-31", "2026-01-15", "2026-03-01", "2026-03-29", "not a day");
const texts = fc.constantFrom(
  ...TAGS,
  ...TAGS.map((tag) => tag.toUpperCase()),
  "PL",
  "DE",
  "pl",
  "Kraków",
  "subscribed",
);

/** Mostly what the operator takes, sometimes what it does not. */
function operandOf(operator: string): fc.Arbitrary<unknown> {
  if (operator === "between") return fc.tuple(numbers, numbers);
  if (operator.endsWith("days")) return fc.integer({ min: 0, max: 90 });
  if (operator === "before" || operator === "after") return days;
  if (["one-of", "none-of", "has-any", "has-all"].includes(operator)) {
    return fc.array(fc.oneof(texts, fc.constantFrom("s1_501", "s2_502")), { maxLength: 3 });
  }
  if (["is", "is-not", "has", "has-not"].includes(operator)) return texts;
  return numbers;
}

const comparison = fc
  .nat()
  .chain((pick) => {
    const facts = listFacts();
    const fact = facts[pick % facts.length];
    if (!fact) throw new Error("no facts");
    const own = fc.constantFrom(...OPERATORS[fact.type], "known", "unknown");
    const any = fc.constantFrom(...Object.values(OPERATORS).flat());
    const operators = fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: any });
    const window = fc.constantFrom(0, 1, 30, 60);
    return fc.tuple(fc.constant(fact), operators, window, fc.constantFrom(...PRODUCTS));
  })
  .chain(([fact, operator, window, product]) =>
    fc.oneof({ weight: 12, arbitrary: operandOf(operator) }, { weight: 1, arbitrary: fc.constant(null) }).map(
      (operand) =>
        ({
          kind: "fact",
          fact: fact.key,
          parameters: Object.fromEntries(
            (fact.parameters ?? []).map(({ name, kind }) => [name, kind === "days" ? window : product]),
          ),
          operator,
          operand,
        }) as Condition,
    ),
  );

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: "condition" },
    { weight: 3, arbitrary: comparison },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom("all" as const, "any" as const, "none" as const),
        of: fc.array(tie("condition"), { maxLength: 4, depthIdentifier: "condition" }),
      }),
    },
  ),
}));

const asked = fc.record({ shopId: fc.constantFrom(...SHOPS), at: fc.constantFrom(...AT), condition });

test("a segment is exactly the people of whom its condition holds one by one", async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ shopId, at, condition }) => {
      const scope = { shopId, zone: ZONE, at };
      const customerIds = peopleOf.get(shopId) ?? [];
      const values = await loadFacts(testDb.db, { ...scope, customerIds, asked: factsIn(condition) });
      const one = customerIds.filter((id) => {
        const valueOf = values.get(id);
        return valueOf !== undefined && holds(condition, valueOf, { zone: ZONE, at });
      });
      const all = await listMatching(testDb.db, { ...scope, condition, limit: 1_000, afterCustomerId: null });
      expect([...all].sort()).toEqual([...one].sort());
      expect(await countMatching(testDb.db, { ...scope, condition })).toBe(one.length);
      const some = customerIds.filter((_id, index) => index % 3 === 0);
      const matches = await matchesOf(testDb.db, { ...scope, condition, customerIds: some });
      expect([...matches].sort()).toEqual(some.filter((id) => one.includes(id)).sort());
    }),
    { numRuns: 600, seed: 20260301 },
  );
}, 120_000);

test("the random conditions are of some people true, and of some not", async () => {
  const shares: number[] = [];
  for (const { shopId, at, condition } of fc.sample(asked, { numRuns: 60, seed: 7 })) {
    const scope = { shopId, zone: ZONE, at };
    shares.push(
      (await countMatching(testDb.db, { ...scope, condition })) / (peopleOf.get(shopId)?.length ?? 1),
    );
  }
  expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(15);
});

test("pages neither repeat nor skip anyone", async () => {
  const condition: Condition = { kind: "all", of: [] };
  const page = (afterCustomerId: string | null) =>
    listMatching(testDb.db, {
      shopId: "s1",
      zone: ZONE,
      at: new Date(0),
      condition,
      limit: 7,
      afterCustomerId,
    });
  const listed: string[] = [];
  for (let ids = await page(null); ids.length > 0; ids = await page(ids.at(-1) ?? null)) listed.push(...ids);
  expect(listed.length).toBe(new Set(listed).size);
  expect([...listed].sort()).toEqual([...(peopleOf.get("s1") ?? [])].sort());
});
