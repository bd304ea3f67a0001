import type { Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import type { ShopRecord } from "~/shops/repository.server";

import { applyChanges } from "../batch/apply.server";
import type { Change } from "../batch/change";
import { mapNodes, projectNodes } from "../nodes.server";
import { compareWithStored } from "./compare";
import type { ReadNode } from "./ports.server";
import { addToResult, appendDrifts, type Drift, type RunKey } from "./repository.server";
import { IN_FLIGHT_MS, type ReconcileResource } from "./rules";
import { listStoredRecords } from "./snapshot/repository.server";

type Read = { shop: ShopRecord; resource: ReconcileResource; nodes: readonly ReadNode[]; readAt: Date };

/**
 * Compares records as they were read with what is stored, takes over what differs, and writes down what had drifted.
 *
 * Reactions follow as if the deliveries had come. What changed in the last ten minutes may still be on its way: it is
 * taken over without being called drift. Safe to repeat: a record that is the same is left alone.
 */
export async function examineNodes(
  tx: Tx,
  run: RunKey,
  { shop, resource, nodes, readAt }: Read,
): Promise<void> {
  const { shopId } = run;
  const { mapped, problems } = mapNodes({ shop, resource, nodes, now: readAt });
  const entries = mapped.flatMap(({ index, changes: [change] }) =>
    change ? [{ change, node: nodes[index] }] : [],
  );
  const changes = entries.map(({ change }) => change);
  const stored = await listStoredRecords(tx, { shopId, resource, changes });
  const drifts: Drift[] = [];
  const wanted = entries.filter(({ change }, index) => {
    const difference = compareWithStored(change, stored[index] ?? null);
    if (difference.kind !== "differs") return false;
    const recordId = stored[index]?.id ?? idOf(change);
    if (difference.drift && !isInFlight(change, readAt)) drifts.push({ recordId, ...difference.drift });
    return true;
  });
  await projectNodes(tx, {
    shop,
    resource,
    nodes: wanted.map(({ node }) => node),
    now: readAt,
    silent: false,
  });
  // What Shopify counts is as of now, though the record itself may have changed long ago.
  const counted = wanted.flatMap(({ change }) => purchasesOf(change, readAt));
  await applyChanges(tx, { shop, changes: counted, now: readAt });
  const healedIds = await listHealed(tx, { shopId, resource, changes: wanted.map(({ change }) => change) });
  const counts = await appendDrifts(tx, { ...run, resource }, { drifts, healedIds, now: readAt });
  await addToResult(tx, { ...run, resource }, { checkedCount: nodes.length, ...counts });
  const [problem] = problems;
  if (problem) {
    const { path, message } = problem.problem;
    logger.warn({ shopId, resource, count: problems.length, path, message }, "records not understood");
  }
}

/** Looks again: a record is healed when nothing is left to take over. */
async function listHealed(
  tx: Tx,
  query: { shopId: string; resource: ReconcileResource; changes: readonly Change[] },
): Promise<Set<string>> {
  if (query.changes.length === 0) return new Set();
  const stored = await listStoredRecords(tx, query);
  return new Set(
    query.changes.flatMap((change, index) => {
      const record = stored[index] ?? null;
      return record && compareWithStored(change, record).kind !== "differs" ? [record.id] : [];
    }),
  );
}

function purchasesOf(change: Change, countedAt: Date): Change[] {
  if (change.resource !== "customer" || change.kind !== "profile" || change.orderCount === undefined)
    return [];
  const { resource, id, gid, triggeredAt, orderCount, spent } = change;
  return [{ resource, id, gid, triggeredAt, kind: "purchases", orderCount, spent, countedAt }];
}

function isInFlight(change: Change, readAt: Date): boolean {
  return "version" in change && change.version.getTime() > readAt.getTime() - IN_FLIGHT_MS;
}

function idOf(change: Change): string {
  if (change.resource === "checkout") return change.newId ?? change.keys.gid ?? "";
  return "id" in change ? change.id : "";
}
