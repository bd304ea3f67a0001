import type { Tx } from "~/platform/db.server";
import { settledIntents } from "~/platform/measures.server";

import type { Attempted } from "../attempt-one.server";
import type { AnyIntent } from "../definition";
import { settleDone } from "../repository.server";

/** Settles those of a shop's attempts that are done, kind by kind; what had ended already is left alone. */
export async function concludeDone(tx: Tx, shopId: string, over: readonly Attempted[]): Promise<void> {
  const byDefinition = Map.groupBy(
    over.filter(({ outcome }) => outcome.kind === "done"),
    ({ definition }) => definition,
  );
  for (const [definition, attempts] of byDefinition) await concludeKind(tx, definition, { shopId, attempts });
}

async function concludeKind(
  tx: Tx,
  definition: AnyIntent,
  { shopId, attempts }: { shopId: string; attempts: readonly Attempted[] },
): Promise<void> {
  const done = attempts.flatMap(({ row, payload, outcome, now }) =>
    outcome.kind === "done" ? [{ id: row.id, payload, result: outcome.result, now }] : [],
  );
  const now = done.at(-1)?.now;
  if (!now) return;
  const ours = await settleDone(tx, {
    shopId,
    done: done.map(({ id, result }) => ({ id, resultJson: JSON.stringify(result ?? null) })),
    now,
  });
  const settled = done.filter(({ id }) => ours.has(id));
  if (settled.length === 0) return;
  await definition.together?.settleDone(settled, { tx, shopId, now });
  settledIntents.of(definition.kind, "done").add(settled.length);
}
