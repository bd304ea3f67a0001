import { appendDecision } from "~/engine/decisions/append.server";
import type { DecisionOutcome } from "~/engine/decisions/schema";
import { issueIncentive } from "~/engine/incentives/issue.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { hasPoints } from "../measures/points.server";
import { nameOfTier } from "../rules";
import type { VipSettings } from "../schema";

import { claimEntitlement, type Entitlement } from "./repository.server";
import { type CodePerk, offerOf } from "./schema";

/** What codes of perks are given for: `vip:<entitlementId>`. */
export const OCCASION = "vip:";
/** Whose budget they come from. */
export const BUDGET = "vip";

const NO_POINTS = "no-points-programme";

export type Scene = { shopId: string; settings: VipSettings; now: Date };

/** Does what was promised: at once, or by whoever answers later. Safe to repeat. */
export async function deliver(tx: Tx, entitlement: Entitlement, scene: Scene): Promise<void> {
  const { perk } = entitlement;
  switch (perk.kind) {
    case "percentage":
    case "amount":
    case "free-shipping":
      return giveCode(tx, { entitlement, perk }, scene);
    case "points":
      return hasPoints()
        ? promisePoints(tx, { ...entitlement, points: perk.points }, scene)
        : settle(tx, entitlement, { settlement: { state: "failed", reason: NO_POINTS }, scene });
    case "multiplier":
      return settle(tx, entitlement, {
        settlement: hasPoints() ? DONE : { state: "failed", reason: NO_POINTS },
        scene,
      });
    case "early-access":
      return settle(tx, entitlement, { settlement: DONE, scene });
    case "own":
      // Ticked off by the staff.
      return;
  }
}

async function giveCode(
  tx: Tx,
  { entitlement, perk }: { entitlement: Entitlement; perk: CodePerk },
  scene: Scene,
): Promise<void> {
  const { shopId, settings, now } = scene;
  const { id, customerId, tierId } = entitlement;
  const given = await issueIncentive(tx, {
    shopId,
    customerId,
    offer: offerOf(perk, nameOfTier(tierId, settings)),
    occasionKey: `${OCCASION}${id}`,
    budgetKey: BUDGET,
    now,
  });
  if (given.kind === "refused")
    return settle(tx, entitlement, { settlement: { state: "failed", reason: given.reason }, scene });
  const { codeId } = given;
  await claimEntitlement(tx, { shopId, id, from: ["promised"], change: { codeId }, now });
  if (given.kind === "issued") await settle(tx, entitlement, { settlement: { ...DONE, codeId }, scene });
}

async function promisePoints(
  tx: Tx,
  { id, customerId, tierId, points }: Entitlement & { points: number },
  { shopId, now }: Scene,
): Promise<void> {
  const event: DomainEvent<"vip.points-promised"> = {
    type: "vip.points-promised",
    sourceKey: `vip.points-promised:${id}`,
    payload: { customerId, entitlementId: id, tierId, points },
    customerId,
    subjectId: id,
    occurredAt: now,
  };
  await publishEvents(tx, [event], { shopId, now });
}

export type Settlement = {
  state: "delivered" | "failed" | "withdrawn";
  /** Why; `perks.reason.<reason>` of the texts. */
  reason: string | null;
  codeId?: string;
  staffId?: string | null;
};

const DONE: Settlement = { state: "delivered", reason: null };

const OUTCOMES: Readonly<Record<Settlement["state"], DecisionOutcome>> = {
  delivered: "issued",
  failed: "skipped",
  withdrawn: "cancelled",
};

/** Records how a perk ended, and tells. Once: what has ended is left as it is. */
export async function settle(
  tx: Tx,
  entitlement: Entitlement,
  { settlement, scene: { shopId, settings, now } }: { settlement: Settlement; scene: Scene },
): Promise<void> {
  const { id, customerId, tierId, perkKind } = entitlement;
  const { state } = settlement;
  const from = state === "withdrawn" ? (["promised", "delivered"] as const) : (["promised"] as const);
  if (!(await claimEntitlement(tx, { shopId, id, from, change: settlement, now }))) return;
  const hasNoPoints = settlement.reason === NO_POINTS;
  await appendDecision(tx, {
    ...{ shopId, feature: "vip", outcome: OUTCOMES[state], customerId, now },
    reason: hasNoPoints ? "perk-failed-no-points" : `perk-${state}-${perkKind}`,
    params: { tier: nameOfTier(tierId, settings) },
    dedupeKey: `vip:perk:${id}:${state}`,
  });
  if (state === "withdrawn") await tellWithdrawn(tx, entitlement, { shopId, now });
  if (state === "delivered")
    await tellDelivered(
      tx,
      { ...entitlement, codeId: settlement.codeId ?? entitlement.codeId },
      { shopId, now },
    );
}

async function tellWithdrawn(
  tx: Tx,
  { id, customerId, tierId, perkKind }: Entitlement,
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const event: DomainEvent<"vip.perk-withdrawn"> = {
    type: "vip.perk-withdrawn",
    sourceKey: `vip.perk-withdrawn:${id}`,
    payload: { customerId, entitlementId: id, tierId, perkKind },
    customerId,
    subjectId: id,
    occurredAt: now,
  };
  await publishEvents(tx, [event], { shopId, now });
}

/** Tells that a perk is there. Said once per entitlement. */
export async function tellDelivered(
  tx: Tx,
  { id, customerId, tierId, perkKind, codeId }: Entitlement,
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const event: DomainEvent<"vip.perk-delivered"> = {
    type: "vip.perk-delivered",
    sourceKey: `vip.perk-delivered:${id}`,
    payload: { customerId, entitlementId: id, tierId, perkKind, codeId },
    customerId,
    subjectId: id,
    occurredAt: now,
  };
  await publishEvents(tx, [event], { shopId, now });
}
