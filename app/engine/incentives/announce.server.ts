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
