import { appendDecisions } from "~/engine/decisions/append.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { findActive } from "./active.server";
import { setVipTags } from "./intents.server";
import { insertMoves } from "./movements/repository.server";
import { graceDecision, moveDecision, noticeDecision, type Scene } from "./narrate.server";
import { listKnownAmong, saveIntendedTags, saveStandings } from "./repository.server";
import type { Judged, Look } from "./rules/judge";
import { reasonOfMove } from "./rules/standing";
import { judgeCustomers } from "./situations.server";

/** Puts a customer into the tier that is theirs, and asks the store for its tag. */
export function moveCustomer(
  tx: Tx,
  { shopId, customerId, cause, now }: Look & { shopId: string; now: Date },
): Promise<void> {
  return moveCustomers(tx, { shopId, looks: [{ customerId, cause }], now });
}

/** `moveCustomer` for many, each of them once, in as many statements as for one. */
export async function moveCustomers(
  tx: Tx,
  { shopId, looks, now }: { shopId: string; looks: readonly Look[]; now: Date },
): Promise<void> {
  const active = await findActive(tx, { shopId });
  if (!active) return;
  const { settings, shop } = active;
  const customerIds = looks.map(({ customerId }) => customerId);
  const asked = { shopId, customerIds, zone: shop.ianaTimezone, settings, bounds: "kept", now } as const;
  const judgements = await judgeCustomers(tx, asked);
  const misplaced = looks.flatMap((look): Judged[] => {
    const judgement = judgements?.get(look.customerId);
    const isRight = !judgement || (judgement.isSettled && judgement.isTagRight);
    return isRight ? [] : [{ ...look, ...judgement }];
  });
  if (misplaced.length === 0) return;
  const ids = misplaced.map(({ customerId }) => customerId);
  const known = await listKnownAmong(tx, { shopId, customerIds: ids });
  const there = misplaced.filter(({ customerId }) => known.has(customerId));
  const scene = { shopId, settings, currencyCode: shop.currencyCode, now };
  await record(tx, there, scene);
  // Never asked and none wanted: a tag the merchant put there by hand before us is left alone until they opt in.
  const untagged = there.filter(({ isTagRight }) => !isTagRight);
  await askForTags(tx, untagged, { shopId, now });
}

async function askForTags(
  tx: Tx,
  looks: readonly Judged[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const tags = looks.map(({ customerId, next }) => ({ customerId, tag: next.tier?.tag ?? null }));
  await saveIntendedTags(tx, { shopId, tags, now });
  const intents = looks.map(({ customerId, cause }) => ({
    dedupeKey: `vip-tags:${customerId}:${cause}`,
    payload: { customerId, cause: "tier" as const },
    customerId,
  }));
  await enqueueIntents(tx, setVipTags, { shopId, now, intents });
}

/** Keeps where customers stand, tells why, and lets the other features know. */
async function record(tx: Tx, looked: readonly Judged[], scene: Scene): Promise<void> {
  const { shopId, settings, now } = scene;
  const changed = looked.filter(({ isSettled }) => !isSettled);
  const standings = changed.map(({ customerId, next: { tier, isNoticeDue: _, ...next }, change }) => ({
    ...next,
    customerId,
    tierId: tier?.id ?? null,
    isStaying: change.kind === "none",
  }));
  await saveStandings(tx, { shopId, standings, now });
  const moved = changed.filter(({ change }) => change.kind !== "none");
  const moves = moved.map(({ customerId, cause, held, next, facts }) => ({
    customerId,
    fromTierId: held?.tierId ?? null,
    toTierId: next.tier?.id ?? null,
    reason: reasonOfMove(held, next, settings),
    causeKey: cause,
    ...facts,
  }));
  await insertMoves(tx, { shopId, moves, now });
  const fallen = changed.filter(({ held, next }) => next.fellAt !== null && held?.fellAt === null);
  const announced = changed.filter(({ next }) => next.isNoticeDue);
  await appendDecisions(tx, [
    ...moved.map((one) => moveDecision(one, scene)),
    ...fallen.map((one) => graceDecision(one, scene)),
    ...announced.map((one) => noticeDecision(one, scene)),
  ]);
  await publishEvents(
    tx,
    [
      ...moved.map((one) => tierChanged(one, now)),
      ...announced.flatMap((one) => demotionComing(one, now)),
      ...changed.flatMap((one) => demotionAverted(one, now)),
    ],
    { shopId, now },
  );
}

function tierChanged({ customerId, cause, held, next }: Judged, now: Date): DomainEvent<"vip.tier-changed"> {
  return {
    type: "vip.tier-changed",
    payload: { customerId, fromTierId: held?.tierId ?? null, toTierId: next.tier?.id ?? null },
    sourceKey: `vip.tier-changed:${customerId}:${cause}`,
    customerId,
    subjectId: customerId,
    occurredAt: now,
  };
}

/** Once for each end that was foreseen. */
function demotionComing(
  { customerId, earned, next }: Judged,
  now: Date,
): DomainEvent<"vip.demotion-coming">[] {
  if (!next.tier || !next.endsAt) return [];
  const endsAt = next.endsAt.toISOString();
  return [
    {
      type: "vip.demotion-coming",
      payload: { customerId, tierId: next.tier.id, toTierId: earned?.id ?? null, endsAt },
      sourceKey: `vip.demotion-coming:${customerId}:${endsAt}`,
      customerId,
      subjectId: customerId,
      occurredAt: now,
    },
  ];
}

/** What was announced does not come: the tier is theirs again without an end. */
function demotionAverted(
  { customerId, cause, held, next }: Judged,
  now: Date,
): DomainEvent<"vip.demotion-averted">[] {
  const isAverted = held?.noticedAt && next.tier?.id === held.tierId && next.endsAt === null;
  if (!isAverted) return [];
  return [
    {
      type: "vip.demotion-averted",
      payload: { customerId, tierId: held.tierId },
      sourceKey: `vip.demotion-averted:${customerId}:${cause}`,
      customerId,
      subjectId: customerId,
      occurredAt: now,
    },
  ];
}
