import { afterEach, expect, test } from "vitest";

import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { BACKFILL_RESOURCES } from "~/pipeline/projections/backfill/rules";
import { provideReconcilePorts } from "~/pipeline/projections/reconcile/ports.server";
import { createReconcileReader } from "~/pipeline/projections/reconcile/reader.server";
import { reconcileRegistration } from "~/pipeline/projections/reconcile/registration.server";
import { requestReconcile } from "~/pipeline/projections/reconcile/request.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../support/factories";
import { deliver, type Webhook } from "../support/payloads";
import { createTestDb, type TestDb } from "../support/test-db";
import { createWorld } from "../support/world";
import { copyOf, differencesBetween } from "./copy";
import { arrivals } from "./deliveries";
import { type History, liveHistory } from "./store-history";

/** `npm run test:property` sets 100,000 deliveries; PROPERTY_SEED repeats a run. */
const DELIVERIES = Number(process.env.PROPERTY_DELIVERIES ?? 4_000);
const SEED = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 1e9));
const TIMEOUT_MS = 20 * 60_000;
const RATES = { lost: 0.06, doubled: 0.3, late: 0.02 };
/** Of a webhook come about so many deliveries, by those rates. */
const DELIVERIES_PER_WEBHOOK = 1.35;
const AT_ONCE = 200;

const open: TestDb[] = [];
afterEach(async () => {
  for (const testDb of open.splice(0)) await testDb.close();
});

async function given(history: History, deliveries: readonly Webhook[]): Promise<RootDb> {
  const testDb = await createTestDb();
  open.push(testDb);
  const { db } = testDb;
  await givenShop(db);
  for (const resource of BACKFILL_RESOURCES) {
    const requestedAt = new Date("2026-11-02T00:00:00Z");
    await db.backfill.create({
      data: { id: resource, shopId: SHOP_ID, resource, state: "done", requestedAt },
    });
  }
  for (let from = 0; from < deliveries.length; from += AT_ONCE)
    await deliver(db, deliveries.slice(from, from + AT_ONCE));
  await reconcile(db, history);
  return db;
}

/** One run that also looks for every record. */
async function reconcile(db: RootDb, { client, endsAt }: History): Promise<void> {
  const world = createWorld(db, [reconcileRegistration], new Date(endsAt.getTime() + 3_600_000));
  try {
    provideReconcilePorts({ reader: () => createReconcileReader(client) });
    const request = { shopId: SHOP_ID, cause: "reinstalled", now: world.now() } as const;
    await inTransaction(db, (tx) => requestReconcile(tx, request));
    await world.runJobs();
  } finally {
    world.close();
  }
}

test(
  "shuffled, doubled, late and partly lost deliveries end, after one reconcile, in the rows and sums of the ordered stream",
  async () => {
    process.stdout.write(`property: ${DELIVERIES} deliveries, PROPERTY_SEED=${SEED}\n`);
    const history = liveHistory({ seed: SEED, webhookCount: Math.ceil(DELIVERIES / DELIVERIES_PER_WEBHOOK) });
    const { deliveries, lostCount } = arrivals(history.webhooks, { seed: SEED + 1, rates: RATES });
    expect(deliveries.length).toBeGreaterThan(0.97 * DELIVERIES);
    expect(lostCount).toBeGreaterThan(0);

    const startedAt = performance.now();
    const lap = (what: string) =>
      process.stdout.write(`${what} after ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
    const ordered = await given(history, history.webhooks);
    lap("ordered stream");
    const chaotic = await given(history, deliveries);
    lap(`${deliveries.length} deliveries, ${lostCount} lost,`);

    expect(await compareAggregates(ordered, { shopId: SHOP_ID })).toEqual([]);
    expect(await compareAggregates(chaotic, { shopId: SHOP_ID })).toEqual([]);
    const expected = await copyOf(ordered, history.store);
    expect(expected.orders?.size).toBe(history.store.orders.size);
    expect(expected.customers?.size).toBe(history.store.customers.size);
    expect(differencesBetween(expected, await copyOf(chaotic, history.store), 5)).toEqual([]);
    expect(await chaotic.reconcileDrift.count({ where: { healedAt: null } })).toBe(0);
  },
  TIMEOUT_MS,
);
