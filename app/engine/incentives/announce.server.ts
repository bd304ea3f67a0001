import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import type { IssuedCodeRow } from "./repository.server";

/** Tells that an incentive is there. Said once per code. */
export async function announceIssued(tx: Tx, code: IssuedCodeRow, now: Date): Promise<void> {
  const { shopId, id: codeId, customerId, occasionKey } = code;
  await publishEvents(
    tx,
    [
      {
        type: "code.issued",
        sourceKey: `code.issued:${codeId}`,
        payload: { codeId, customerId, occasionKey },
        customerId,
        subjectId: codeId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

/** Tells that the store will not have it, and why. Said once per code. */
export async function announceFailed(
  tx: Tx,
  code: IssuedCodeRow,
  { error, now }: { error: string; now: Date },
): Promise<void> {
  const { shopId, id: codeId, customerId, occasionKey } = code;
  await publishEvents(
    tx,
    [
      {
        type: "code.failed",
        sourceKey: `code.failed:${codeId}`,
        payload: { codeId, customerId, occasionKey, error },
        customerId,
        subjectId: codeId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

/** Tells that an incentive nobody used ends soon. Said once per code. */
export async function announceExpiring(
  tx: Tx,
  code: Pick<IssuedCodeRow, "id" | "shopId" | "customerId" | "occasionKey" | "expiresAt">,
  now: Date,
): Promise<void> {
  const { shopId, id: codeId, customerId, occasionKey, expiresAt } = code;
  await publishEvents(
    tx,
    [
      {
        type: "code.expiring",
        sourceKey: `code.expiring:${codeId}`,
        payload: { codeId, customerId, occasionKey, expiresAt: expiresAt.toISOString() },
        customerId,
        subjectId: codeId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

type Standing = Pick<IssuedCodeRow, "id" | "shopId" | "customerId" | "occasionKey" | "state"> & {
  redeemedOrderId?: string | null;
};

/**
 * Tells that an incentive was used, can be used again, or is over unused; of one that is nobody's nothing is told.
 *
 * @param after As it is now; said once per instant.
 */
export async function announceStanding(
  tx: Tx,
  { before, after, now }: { before: Standing["state"]; after: Standing; now: Date },
): Promise<void> {
  const event = standingEvent(before, after, now);
  if (event) await publishEvents(tx, [event], { shopId: after.shopId, now });
}

function standingEvent(before: Standing["state"], after: Standing, now: Date): DomainEvent | null {
  const { id: codeId, customerId, occasionKey, state } = after;
  if (before === state || customerId === null) return null;
  const common = { customerId, subjectId: codeId, occurredAt: now };
  const payload = { codeId, customerId, occasionKey };
  const key = (type: string) => `${type}:${codeId}:${now.getTime()}`;
  switch (state) {
    case "redeemed":
      return {
        ...common,
        type: "code.redeemed",
        sourceKey: key("code.redeemed"),
        payload: { ...payload, orderId: after.redeemedOrderId ?? "" },
      };
    case "expired":
      return { ...common, type: "code.expired", sourceKey: key("code.expired"), payload };
    case "issued":
      return before === "redeemed"
        ? { ...common, type: "code.reopened", sourceKey: key("code.reopened"), payload }
        : null;
    case "requested":
    case "pooled":
    case "failed":
      return null;
  }
}
