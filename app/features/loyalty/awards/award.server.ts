import { appendDecision } from "~/engine/decisions/append.server";
import { DAY_MS } from "~/kit/duration";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { listKnownSources, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { listKnownCustomers } from "../orders/repository.server";
import { gatherOddness } from "../review/gather.server";
import { earn } from "../rules/earning";
import { ledgerOf, type Owner } from "../rules/ledger";
import { endOf } from "../rules/terms";
import { findProgramme, type Programme } from "../settings/active.server";
import type { DoingKind } from "../settings/schema";
import { countAwardsSince } from "./repository.server";
import { type AwardRefusal, findRule } from "./rules";

export type AwardRequest = {
  shopId: string;
  customerId: string;
  /** `gift`: points that a flow or another feature gives, as many as it says. */
  what: { kind: DoingKind; key: string } | { kind: "gift"; points: number };
  /** Names the occasion once and for all. */
  occasionKey: string;
  /** Somebody was told that they get it: it does not matter how long ago the last one was. */
  isPromised?: boolean;
  /** When it happened: before the programme began it earns nothing. Null: it does not matter. */
  happenedAt: Date | null;
  now: Date;
};

export type AwardResult =
  { kind: "awarded"; points: number; isWaiting: boolean } | { kind: "refused"; reason: AwardRefusal };

/**
 * Gives points for something that a customer did, or as a gift.
 *
 * Idempotent by kind, customer and occasion: a repeat is refused as `had`. The transaction must hold the shop's lock.
 */
export async function award(tx: Tx, request: AwardRequest): Promise<AwardResult> {
  const { shopId, customerId, what, now } = request;
  const programme = await findProgramme(tx, { shopId, now });
  const planned = await plan(tx, request, programme);
  if (!programme || planned.kind === "refused") {
    const reason = planned.kind === "refused" ? planned.reason : "programme-off";
    // Where there is no such rule there is nothing to explain.
    if (reason === "too-soon") await logRefusal(tx, request, reason);
    return { kind: "refused", reason };
  }
  const { points, sourceKey } = planned;
  const owner: Owner = { customerId, guestKey: null };
  const ledger = ledgerOf(await listOpenLots(tx, { shopId, owners: [owner] }), now);
  const { settings, shop } = programme;
  const oddnessOf = await gatherOddness(tx, { shopId, owners: [owner], settings, ledger });
  const odd = oddnessOf(owner, points);
  const zone = shop.ianaTimezone;
  earn(
    ledger,
    {
      ...owner,
      id: newId(),
      ...{ sourceKind: what.kind, sourceKey, orderId: null, termsJson: "{}" },
      earnedAt: now,
      pendingUntil: null,
      expiresAt: endOf(now, { months: settings.expiryMonths, zone }),
      review: odd ? "waiting" : null,
      reviewJson: odd ? JSON.stringify(odd) : null,
    },
    { points, details: what.kind === "gift" ? {} : { key: what.key } },
  );
  await saveLedger(tx, ledger, { shopId, zone });
  return { kind: "awarded", points, isWaiting: odd !== null };
}

type Plan = { kind: "plan"; points: number; sourceKey: string } | { kind: "refused"; reason: AwardRefusal };

const refused = (reason: AwardRefusal): Plan => ({ kind: "refused", reason });

async function plan(tx: Tx, request: AwardRequest, programme: Programme | null): Promise<Plan> {
  const { shopId, customerId, what, occasionKey, happenedAt } = request;
  if (!programme?.isActive) return refused("programme-off");
  const { doings } = programme.settings;
  if (happenedAt !== null && !isWithin(programme, happenedAt)) return refused("before-programme");
  const customers = await listKnownCustomers(tx, { shopId, customerIds: [customerId] });
  if (!customers.get(customerId)?.isLiving) return refused("customer-unknown");
  const rule = what.kind === "gift" ? GIFT : findRule(doings, what);
  if (!rule) return refused("no-rule");
  const sourceKey = `${what.kind}:${customerId}:${occasionKey}`;
  if ((await listKnownSources(tx, { shopId, sourceKeys: [sourceKey] })).size > 0) return refused("had");
  if (await isTooSoon(tx, request, rule)) return refused("too-soon");
  return { kind: "plan", points: what.kind === "gift" ? what.points : rule.points, sourceKey };
}

function isWithin({ settings: { earningSince } }: Programme, at: Date): boolean {
  return earningSince !== null && at >= new Date(earningSince);
}

/** As often as somebody gives one. */
const GIFT = { kind: "gift", key: "", points: 0, onceInDays: null } as const;

type Limited = { kind: string; key: string; points: number; onceInDays: number | null };

async function isTooSoon(
  tx: Tx,
  { shopId, customerId, isPromised = false, now }: AwardRequest,
  { kind: sourceKind, key, onceInDays }: Limited,
): Promise<boolean> {
  if (isPromised || onceInDays === null) return false;
  const since = new Date(now.getTime() - onceInDays * DAY_MS);
  return (await countAwardsSince(tx, { shopId, customerId, sourceKind, key, since })) > 0;
}

async function logRefusal(
  tx: Tx,
  { shopId, customerId, what, occasionKey, now }: AwardRequest,
  reason: AwardRefusal,
): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "loyalty",
    outcome: "skipped",
    reason: `award-${reason}`,
    customerId,
    dedupeKey: `loyalty:award:${what.kind}:${customerId}:${occasionKey}:${reason}`,
    now,
  });
}
