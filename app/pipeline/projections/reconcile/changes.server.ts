import { inTransaction, type RootDb } from "~/platform/db.server";

import { findBackfill } from "../backfill/repository.server";
import { restartResource } from "../backfill/request.server";
import { isSettled } from "../backfill/rules";
import { examineNodes } from "./examine.server";
import type { ReconcileReader } from "./ports.server";
import { getPosition, saveResult } from "./repository.server";
import {
  changedSince,
  findMissingScope,
  formatReconcileError,
  MAX_PAGED_CHANGES,
  type ReconcileErrorCode,
  windowFrom,
} from "./rules";
import { advance, enterNext, type Slice, unwrap } from "./slice.server";

/** Compares what changed since the last run: a page of it, or at first how much there is. */
export async function runChanges(slice: Slice): Promise<void> {
  const { fromAt } = slice.run;
  if (fromAt === null) await begin(slice);
  else await readPage(slice, fromAt);
}

type Start = { kind: "from"; fromAt: Date } | { kind: "skip"; code: ReconcileErrorCode; detail: string };

async function begin(slice: Slice): Promise<void> {
  const { db, run, shop, now, reader } = slice;
  const { resource } = run.step;
  const start = await decideStart(db, slice);
  if (start.kind === "skip") {
    await enterNext(slice, { state: "skipped", error: formatReconcileError(start.code, start.detail) });
    return;
  }
  const { fromAt } = start;
  const count = await countChanges(reader, { slice, fromAt });
  if (count !== null && count <= MAX_PAGED_CHANGES) {
    await inTransaction(
      db,
      async (tx) => {
        if (!(await advance(tx, slice, { fromAt, cursor: null, sweepLeft: null }))) return;
        await saveResult(tx, { ...run, resource }, { state: "running", sinceAt: fromAt });
      },
      { shopId: shop.id },
    );
    return;
  }
  // So much is read faster, and cheaper, in bulk; the backfill tells when it is here.
  await enterNext(slice, { state: "handed-over", sinceAt: fromAt }, async (tx) => {
    await restartResource(tx, { shopId: shop.id, resource, now });
  });
}

async function countChanges(
  reader: ReconcileReader,
  { slice: { run, now }, fromAt }: { slice: Slice; fromAt: Date },
): Promise<number | null> {
  return unwrap(await reader.count(run.step.resource, changedSince(fromAt)), now);
}

/** Since when changes may be unknown here: the last comparison, else the last whole reading. */
async function decideStart(db: RootDb, { run, shop }: Slice): Promise<Start> {
  const { resource } = run.step;
  const scope = findMissingScope(resource, shop.scopes);
  if (scope) return { kind: "skip", code: "missing-scope", detail: scope };
  const backfill = await findBackfill(db, { shopId: shop.id, resource });
  if (backfill && !isSettled(backfill.state))
    return { kind: "skip", code: "being-read", detail: backfill.state };
  const { watermarkAt } = await getPosition(db, { shopId: shop.id, resource });
  const readAt = backfill?.state === "done" ? backfill.requestedAt : null;
  const known = later(watermarkAt, readAt);
  if (!known) return { kind: "skip", code: "never-read", detail: backfill?.state ?? "missing" };
  return { kind: "from", fromAt: windowFrom(resource, known) };
}

function later(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}

/** A search goes on by its cursor, which is good only within the run: the window stays the same until its end. */
async function readPage(slice: Slice, fromAt: Date): Promise<void> {
  const { db, run, shop, now, reader } = slice;
  const { resource } = run.step;
  const question = { query: changedSince(fromAt), after: run.cursor };
  const { nodes, endCursor } = unwrap(await reader.readPage(resource, question), now);
  if (endCursor === null) {
    await enterNext(slice, { state: "running" }, (tx) =>
      examineNodes(tx, run, { shop, resource, nodes, readAt: now }),
    );
    return;
  }
  await inTransaction(
    db,
    async (tx) => {
      if (!(await advance(tx, slice, { cursor: endCursor }))) return;
      await examineNodes(tx, run, { shop, resource, nodes, readAt: now });
    },
    { shopId: shop.id },
  );
}
