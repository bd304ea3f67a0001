import { z } from "zod";

import { DAY_MS, SECOND_MS } from "~/kit/duration";
import { defineOutsideJob } from "~/pipeline/jobs/definition";
import type { RootDb } from "~/platform/db.server";
import { scrubError } from "~/platform/scrub";
import { findShop } from "~/shops/repository.server";

import { FlowDefinitionSchema } from "../definition";
import { listCustomerStandings } from "../run/repository.server";
import { claimSimulation, findSimulation, type SimulationRow } from "./repository.server";
import { resultOf } from "./result";
import type { SimulationResult } from "./schema";
import { simulateFlow } from "./simulate.server";

/** How often the progress is stored, and a cancellation noticed. */
const TELL_MS = SECOND_MS;

/** It was cancelled meanwhile, or the person who would be in its result erased. */
class GivenUp extends Error {}

/**
 * Tries a draft on the past. Nothing but its result is written, so it may take as long as it needs, and begins anew
 * after a crash.
 */
export const runSimulation = defineOutsideJob({
  name: "flows.simulate",
  schema: z.object({ shopId: z.string(), simulationId: z.string() }),
  maxAttempts: 3,
  priority: 150,
  run: async (ids, { db, now }) => {
    const row = await findSimulation(db, ids);
    const shop = await findShop(db, ids);
    const isOpen = row?.state === "requested" || row?.state === "running";
    if (!isOpen || !shop || shop.uninstalledAt) return;
    try {
      await simulate(db, row, { zone: shop.ianaTimezone, now });
    } catch (error) {
      if (error instanceof GivenUp) return;
      const failed = { state: "failed", error: scrubError(error).slice(0, 300), finishedAt: now } as const;
      await claimSimulation(db, { ...ids, from: ["requested", "running"] }, failed);
    }
  },
});

async function simulate(
  db: RootDb,
  row: SimulationRow,
  { zone, now }: { zone: string; now: Date },
): Promise<void> {
  const { id: simulationId, shopId, flowId, days } = row;
  const ids = { shopId, simulationId };
  const window = { from: new Date(row.requestedAt.getTime() - days * DAY_MS), to: row.requestedAt };
  await tell(db, ids, 0);
  let toldAt = performance.now();
  const simulated = await simulateFlow(db, {
    shopId,
    flowId,
    zone,
    definition: FlowDefinitionSchema.parse(JSON.parse(row.definitionJson)),
    ...window,
    onProgress: async (share) => {
      if (performance.now() - toldAt < TELL_MS) return;
      toldAt = performance.now();
      await tell(db, ids, Math.floor(share * 100));
    },
  });
  const result = await withoutErased(db, shopId, resultOf(simulated, window));
  const change = {
    state: "done",
    progressPercent: 100,
    resultJson: JSON.stringify(result),
    finishedAt: now,
  } as const;
  await claimSimulation(db, { ...ids, from: ["running"] }, change);
}

async function tell(
  db: RootDb,
  ids: { shopId: string; simulationId: string },
  progressPercent: number,
): Promise<void> {
  const isOpen = await claimSimulation(
    db,
    { ...ids, from: ["requested", "running"] },
    { state: "running", progressPercent },
  );
  if (!isOpen) throw new GivenUp();
}

/** Who was erased while it ran is not in its result. */
async function withoutErased(
  db: RootDb,
  shopId: string,
  result: SimulationResult,
): Promise<SimulationResult> {
  const customerIds = result.people.flatMap(({ customerId }) => customerId ?? []);
  const known = await listCustomerStandings(db, { shopId, customerIds });
  return {
    ...result,
    people: result.people.filter(({ customerId }) => customerId === null || known.has(customerId)),
  };
}
