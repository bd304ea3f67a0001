import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import { dayIn } from "~/kit/zone";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { type Draft, getLot, type Ledger } from "../rules/ledger";
import { dropFormerMembers, sumMembers } from "./members/repository.server";
import { appendEntries, saveLots } from "./repository.server";
import { eventOf, sentenceOf } from "./tell";

/**
 * Stores what was entered: lots, sums of their owners, entries, sums of the day, events and decisions, all in this transaction, which must hold
 * the shop's lock.
 */
export async function saveLedger(
  tx: Tx,
  ledger: Ledger,
  { shopId, zone }: { shopId: string; zone: string },
): Promise<void> {
  const { drafts, now } = ledger;
  const lots = [...ledger.touched].map((lotId) => getLot(ledger, lotId));
  await saveLots(tx, { shopId, lots });
  const owners = lots.flatMap(({ customerId }) => customerId ?? []);
  await sumMembers(tx, { shopId, customerIds: [...new Set([...owners, ...ledger.left])] });
  await dropFormerMembers(tx, { shopId, customerIds: [...ledger.left] });
  await appendEntries(tx, { shopId, drafts, at: now, on: dayIn(zone, now) });
  const decisions = drafts.flatMap((draft) => decisionOf(draft, ledger, shopId) ?? []);
  if (decisions.length > 0) await appendDecisions(tx, decisions);
  const events = drafts.flatMap((draft) => eventOf(draft, ledger) ?? []);
  await publishEvents(tx, events, { shopId, now });
}

function decisionOf(draft: Draft, ledger: Ledger, shopId: string): NewDecision | null {
  const { customerId, orderId, redemptionId } = draft;
  const sentence = customerId === null ? null : sentenceOf(draft, ledger);
  if (!sentence) return null;
  const subject = redemptionId
    ? { subjectKind: "redemption", subjectId: redemptionId }
    : orderId
      ? { subjectKind: "order", subjectId: orderId }
      : {};
  return {
    shopId,
    feature: "loyalty",
    ...sentence,
    customerId,
    ...subject,
    dedupeKey: `loyalty:${draft.sourceKey}`,
    now: ledger.now,
  };
}
