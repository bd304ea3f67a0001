import { DAY_MS } from "~/kit/duration";
import { hasScope } from "~/kit/scopes";
import { presentSyncState } from "~/pipeline/projections/backfill/queries.server";
import { presentReconcile } from "~/pipeline/projections/reconcile/queries.server";
import type { Db } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import {
  type DeadLetter,
  type MissingScope,
  SCOPED_PARTS,
  type ScopedPart,
  type SystemStatus,
} from "./schema";

const SHOWN = 50;

type Scope = { shopId: string };

/** Everything the system page says: is the copy whole, does the stream flow, and what waits for a person. */
export async function presentSystem(db: Db, { shopId, now }: Scope & { now: Date }): Promise<SystemStatus> {
  const deadLetters = await listDeadLetters(db, { shopId });
  return {
    sync: await presentSyncState(db, { shopId }),
    reconcile: await presentReconcile(db, { shopId, now }),
    missingScopes: listMissingScopes((await findShop(db, { shopId }))?.scopes ?? ""),
    deliveries: await presentDeliveries(db, { shopId, now }),
    jobs: await presentJobs(db, { shopId, now }),
    outbox: await presentOutbox(db, { shopId }),
    deadLetters: deadLetters.slice(0, SHOWN),
    deadLetterCount: await countDeadLetters(db, { shopId }),
    asOf: now.toISOString(),
  };
}

function listMissingScopes(granted: string): MissingScope[] {
  return (Object.keys(SCOPED_PARTS) as ScopedPart[])
    .filter((part) => !hasScope(granted, SCOPED_PARTS[part]))
    .map((part) => ({ part, scope: SCOPED_PARTS[part] }));
}

/** How many things wait for a person. */
export async function countDeadLetters(db: Db, { shopId }: Scope): Promise<number> {
  const [deliveries, jobs, intents] = [
    await db.inboxDelivery.count({ where: { shopId, state: { in: ["dead", "refused"] } } }),
    await db.job.count({ where: { shopId, state: "dead" } }),
    await db.outboxIntent.count({ where: { shopId, state: { in: ["dead", "uncertain"] } } }),
  ];
  return deliveries + jobs + intents;
}

async function presentDeliveries(
  db: Db,
  { shopId, now }: Scope & { now: Date },
): Promise<SystemStatus["deliveries"]> {
  const since = new Date(now.getTime() - DAY_MS);
  const groups = await db.inboxDelivery.groupBy({
    by: ["state"],
    where: { shopId, receivedAt: { gte: since } },
    _count: true,
  });
  const countOf = (...states: string[]) =>
    groups.filter((group) => states.includes(group.state)).reduce((sum, group) => sum + group._count, 0);
  const newest = await db.inboxDelivery.groupBy({
    by: ["state"],
    where: { shopId },
    _max: { receivedAt: true },
  });
  const lastReceivedAt = Math.max(...newest.map((group) => group._max.receivedAt?.getTime() ?? 0));
  const projected = await db.inboxDelivery.findFirst({
    where: { shopId, state: "projected" },
    orderBy: { receivedAt: "desc" },
    select: { triggeredAt: true, settledAt: true },
  });
  return {
    counts: {
      stored: countOf("stored", "retrying"),
      projected: countOf("projected"),
      ignored: countOf("ignored"),
      refused: countOf("refused"),
      dead: countOf("dead"),
    },
    lastReceivedAt: newest.length > 0 ? new Date(lastReceivedAt).toISOString() : null,
    lagSeconds: projected?.settledAt
      ? Math.max(0, Math.round((projected.settledAt.getTime() - projected.triggeredAt.getTime()) / 1_000))
      : null,
  };
}

async function presentJobs(db: Db, { shopId, now }: Scope & { now: Date }): Promise<SystemStatus["jobs"]> {
  return {
    waitingCount: await db.job.count({
      where: { shopId, OR: [{ state: "leased" }, { state: "queued", runAt: { lte: now } }] },
    }),
    scheduledCount: await db.job.count({ where: { shopId, state: "queued", runAt: { gt: now } } }),
    retryingCount: await db.job.count({ where: { shopId, state: "queued", lastError: { not: null } } }),
    deadCount: await db.job.count({ where: { shopId, state: "dead" } }),
  };
}

async function presentOutbox(db: Db, { shopId }: Scope): Promise<SystemStatus["outbox"]> {
  const open = { shopId, state: { in: ["pending", "delivering"] } };
  const failing = await db.outboxIntent.findFirst({
    where: { ...open, shopId, lastError: { not: null } },
    orderBy: { nextAttemptAt: "desc" },
    select: { lastError: true },
  });
  return {
    pendingCount: await db.outboxIntent.count({ where: { ...open, shopId } }),
    failingCount: await db.outboxIntent.count({ where: { ...open, shopId, lastError: { not: null } } }),
    lastError: failing?.lastError ?? null,
  };
}

async function listDeadLetters(db: Db, { shopId }: Scope): Promise<DeadLetter[]> {
  const deliveries = await db.inboxDelivery.findMany({
    where: { shopId, state: { in: ["dead", "refused"] } },
    orderBy: { receivedAt: "desc" },
    take: SHOWN,
    select: { id: true, topic: true, state: true, problemJson: true, receivedAt: true },
  });
  const jobs = await db.job.findMany({
    where: { shopId, state: "dead" },
    orderBy: { updatedAt: "desc" },
    take: SHOWN,
  });
  const intents = await db.outboxIntent.findMany({
    where: { shopId, state: { in: ["dead", "uncertain"] } },
    orderBy: { settledAt: "desc" },
    take: SHOWN,
  });
  const letters: DeadLetter[] = [
    ...deliveries.map((row) => ({
      kind: "delivery" as const,
      id: row.id,
      name: row.topic,
      state: row.state === "refused" ? ("refused" as const) : ("dead" as const),
      ...problemOf(row.problemJson),
      at: row.receivedAt.toISOString(),
    })),
    ...jobs.map((row) => ({
      kind: "job" as const,
      id: row.id,
      name: row.name,
      state: "dead" as const,
      path: "",
      value: "",
      message: row.lastError ?? "",
      at: row.updatedAt.toISOString(),
    })),
    ...intents.map((row) => ({
      kind: "intent" as const,
      id: row.id,
      name: row.kind,
      state: row.state === "uncertain" ? ("uncertain" as const) : ("dead" as const),
      path: "",
      value: "",
      message: row.lastError ?? "",
      at: (row.settledAt ?? row.createdAt).toISOString(),
    })),
  ];
  return letters.sort((a, b) => b.at.localeCompare(a.at));
}

function problemOf(problemJson: string | null): Pick<DeadLetter, "path" | "value" | "message"> {
  const problem = JSON.parse(problemJson ?? "{}") as Partial<Pick<DeadLetter, "path" | "value" | "message">>;
  return { path: problem.path ?? "", value: problem.value ?? "", message: problem.message ?? "" };
}
