import { inTransaction } from "~/platform/db.server";

import { restartResource } from "../backfill/request.server";
import { countHere, countQuery } from "./counts/repository.server";
import { getPosition, savePosition } from "./repository.server";
import { decideCounts } from "./rules";
import { advance, enterNext, type Slice, unwrap } from "./slice.server";

/** Stands where the cursor does, when counts that differed have led back to the sweep. */
const SWEPT_ALL = "swept-all";

/** Counts here and there, and has read anew, or looked for, what the difference tells of. */
export async function runCounts(slice: Slice): Promise<void> {
  const { db, run, shop, now, reader } = slice;
  const { resource } = run.step;
  const scope = { shopId: shop.id, scopes: shop.scopes, at: now };
  const remoteCount = unwrap(await reader.count(resource, countQuery(resource, scope)), now);
  const localCount = await countHere(db, resource, scope);
  if (remoteCount === null) {
    await enterNext(slice, { state: "done", localCount });
    return;
  }
  const { rereadAt } = await getPosition(db, { shopId: shop.id, resource });
  const hasSweptAll = run.isFull || run.cursor === SWEPT_ALL;
  const decision = decideCounts({ localCount, remoteCount }, { isFull: hasSweptAll, rereadAt, now });
  if (decision.kind === "sweep-all") {
    await sweepAll(slice, localCount);
    return;
  }
  await enterNext(slice, { state: "done", localCount, remoteCount }, async (tx) => {
    if (decision.kind !== "reread") return;
    if (await restartResource(tx, { shopId: shop.id, resource, now }))
      await savePosition(tx, { shopId: shop.id, resource }, { rereadAt: now });
  });
}

/** Goes back to the sweep, once, to look for every record from the first to the last. */
async function sweepAll(slice: Slice, localCount: number): Promise<void> {
  const { db, run, shop } = slice;
  const { resource } = run.step;
  await inTransaction(
    db,
    async (tx) => {
      const progress = {
        step: { resource, phase: "sweep" },
        cursor: SWEPT_ALL,
        sweepLeft: localCount,
      } as const;
      if (await advance(tx, slice, progress))
        await savePosition(tx, { shopId: shop.id, resource }, { sweepAfter: null });
    },
    { shopId: shop.id },
  );
}
