import { listContexts } from "~/engine/flows/run/context.server";
import { defineSubscriber } from "~/pipeline/events/subscriber";
import type { Tx } from "~/platform/db.server";

import { findActive } from "../active.server";

import { OCCASION, type Settlement, settle } from "./deliver.server";
import { settlePerks } from "./give.server";
import { recordInvitation } from "./invitation.server";
import { claimEntitlement, listEntitlements } from "./repository.server";

/** Somebody came into another tier: what it brings is theirs, what the other brought is not. */
export const onMove = defineSubscriber({
  name: "vip.on-move",
  events: ["vip.tier-changed"],
  async runTogether(events, { tx, now }) {
    const [first] = events;
    const customerIds = [...new Set(events.map(({ payload }) => payload.customerId))];
    if (first) await settlePerks(tx, { shopId: first.shopId, customerIds, now });
  },
});

/** The store made the code of a perk, or would not. */
export const onCode = defineSubscriber({
  name: "vip.on-code",
  events: ["code.issued", "code.failed"],
  sift: (events) => Promise.resolve(events.filter(({ payload }) => payload.occasionKey.startsWith(OCCASION))),
  async run({ shopId, type, payload }, { tx, now }) {
    const { occasionKey, codeId } = payload;
    const settlement: Settlement =
      type === "code.issued"
        ? { state: "delivered", reason: null, codeId }
        : { state: "failed", reason: "not-made", codeId };
    await settleOne(tx, { shopId, id: occasionKey.slice(OCCASION.length), settlement, now });
  },
});

/** The points programme answered. */
export const onPoints = defineSubscriber({
  name: "vip.on-points",
  events: ["vip.points-settled"],
  async run({ shopId, payload: { entitlementId: id, outcome, reason } }, { tx, now }) {
    const settlement: Settlement =
      outcome === "given"
        ? { state: "delivered", reason: null }
        : { state: "failed", reason: reason ?? "points-refused" };
    await settleOne(tx, { shopId, id, settlement, now });
  },
});

async function settleOne(
  tx: Tx,
  { shopId, id, settlement, now }: { shopId: string; id: string; settlement: Settlement; now: Date },
): Promise<void> {
  const [entitlement] = await listEntitlements(tx, { shopId, ids: [id] });
  const active = await findActive(tx, { shopId });
  if (entitlement && active)
    await settle(tx, entitlement, { settlement, scene: { shopId, settings: active.settings, now } });
}

/** A member was invited to a premiere. */
export const onInvitation = defineSubscriber({
  name: "vip.on-invitation",
  events: ["campaign.premiere-invited"],
  run: ({ shopId, payload }, { tx, now }) => recordInvitation(tx, { shopId, ...payload, now }),
});

/** The message that tells of a perk has left: which one it was is kept with the perk. */
export const onMessage = defineSubscriber({
  name: "vip.on-message",
  events: ["message.sent"],
  async runTogether(events, { tx, now }) {
    const [first] = events;
    if (!first) return;
    const { shopId } = first;
    const runIds = events.flatMap(({ payload }) => payload.subjectId ?? []);
    const contexts = await listContexts(tx, { shopId, runIds });
    for (const { payload } of events) {
      const id = contexts.get(payload.subjectId ?? "")?.entitlementId;
      if (typeof id !== "string") continue;
      const change = { messageId: payload.messageId };
      await claimEntitlement(tx, { shopId, id, from: ["promised", "delivered", "withdrawn"], change, now });
    }
  },
});
