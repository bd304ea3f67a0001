import type { NewDecision } from "~/engine/decisions/append.server";
import type { DecisionParams } from "~/engine/decisions/schema";

import { measuresIn, nameOfTier, type TierFacts } from "./rules";
import type { Judged } from "./rules/judge";
import { type MoveReason, reasonOfMove } from "./rules/standing";
import type { VipSettings } from "./schema";

export type Scene = { shopId: string; settings: VipSettings; currencyCode: string; now: Date };

/** The sentence of a move. */
export function moveDecision(judged: Judged, scene: Scene): NewDecision {
  const { held, next, facts, change, manual } = judged;
  const { settings, currencyCode } = scene;
  const why = reasonOfMove(held, next, settings);
  const from = held ? nameOfTier(held.tierId, settings) : null;
  return {
    ...lineOf(judged, scene, "moved"),
    reason: sentenceOf(why, change.kind, settings),
    params: {
      tier: next.tier?.name ?? null,
      from,
      currencyCode,
      ...paramsOf(facts, settings),
      ...(why === "given" && manual ? { from: from ?? "–", untilAt: manual.until.toISOString() } : {}),
    },
    dedupeKey: `vip:${judged.customerId}:${judged.cause}`,
  };
}

function sentenceOf(why: MoveReason, kind: string, settings: VipSettings): string {
  switch (why) {
    case "programme-off":
      return why;
    case "given":
      return "tier-given";
    case "given-ended":
      return kind === "lost" ? "tier-given-lost" : "tier-given-ended";
    case "earned":
    case "facts":
    case "tier-removed":
      return `tier-${kind}${isOfOrdersOnly(settings) ? "" : "-by-measures"}`;
  }
}

/** Tiers by orders and spend alone have simpler sentences. */
function isOfOrdersOnly(settings: VipSettings): boolean {
  return [...measuresIn(settings)].every((measure) => measure === "orders" || measure === "spend");
}

function paramsOf(facts: TierFacts, settings: VipSettings): DecisionParams {
  const { orderCount, netMinor, marginMinor, points, rfmScore } = facts;
  const bought = { orderCount, count: orderCount, amountMinor: netMinor };
  if (isOfOrdersOnly(settings)) return bought;
  return {
    ...bought,
    ...(marginMinor === null ? { margin: "–" } : { marginMinor }),
    points: points ?? "–",
    rfmScore: rfmScore ?? "–",
  };
}

/** The tier is no longer carried, and kept for a while. */
export function graceDecision(judged: Judged, scene: Scene): NewDecision {
  const { next, facts } = judged;
  const { settings, currencyCode } = scene;
  return {
    ...lineOf(judged, scene, "postponed"),
    reason: "grace-begun",
    params: {
      tier: next.tier?.name ?? null,
      currencyCode,
      ...paramsOf(facts, settings),
      endsAt: next.endsAt?.toISOString() ?? null,
    },
    dedupeKey: `vip:${judged.customerId}:${judged.cause}:grace`,
  };
}

/** The end of the tier was announced. */
export function noticeDecision(judged: Judged, scene: Scene): NewDecision {
  const { next } = judged;
  return {
    ...lineOf(judged, scene, "went-on"),
    reason: "demotion-announced",
    params: { tier: next.tier?.name ?? null, endsAt: next.endsAt?.toISOString() ?? null },
    dedupeKey: `vip:${judged.customerId}:${judged.cause}:notice`,
  };
}

function lineOf({ customerId }: Judged, { shopId, now }: Scene, outcome: NewDecision["outcome"]) {
  return { shopId, feature: "vip", outcome, customerId, now };
}
