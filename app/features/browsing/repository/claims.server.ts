import type { Db } from "~/platform/db.server";

import type { VisitorRef } from "./visitors.server";

export type ClaimKind = "cart" | "checkout" | "mail";

type Claim = VisitorRef & { kind: ClaimKind; subjectId: string; customerId: string | null; now: Date };

/**
 * Notes what a browser showed that it has. Whoever was first stays; of a cart it is noted that it was seen again.
 *
 * @returns whether it is, or was before, of this browser; `isNew`: now for the first time.
 */
export async function claim(
  db: Db,
  { shopId, kind, subjectId, visitorKey, customerId, now }: Claim,
): Promise<{ isOurs: boolean; isNew: boolean }> {
  const before = await db.browseClaim.findFirst({
    where: { shopId, kind, subjectId },
    select: { kind: true },
  });
  const stored = await db.browseClaim.upsert({
    where: { shopId, shopId_kind_subjectId: { shopId, kind, subjectId } },
    create: { shopId, kind, subjectId, visitorKey, customerId, claimedAt: now, activeAt: now },
    update: { shopId },
    select: { visitorKey: true },
  });
  const isOurs = stored.visitorKey === visitorKey;
  if (isOurs && before && kind === "cart") await reviveCart(db, { shopId, subjectId, customerId, now });
  return { isOurs, isNew: isOurs && !before };
}

async function reviveCart(
  db: Db,
  { shopId, subjectId, customerId, now }: Pick<Claim, "shopId" | "subjectId" | "customerId" | "now">,
): Promise<void> {
  await db.browseClaim.updateMany({
    where: { shopId, kind: "cart", subjectId },
    data: { activeAt: now, settledAt: null, ...(customerId === null ? {} : { customerId }) },
  });
}

/** The browser that showed it has something; null when none did. */
export async function findClaimant(
  db: Db,
  { shopId, kind, subjectId }: { shopId: string; kind: ClaimKind; subjectId: string },
): Promise<string | null> {
  const row = await db.browseClaim.findFirst({
    where: { shopId, kind, subjectId },
    select: { visitorKey: true },
  });
  return row?.visitorKey ?? null;
}

/** Which of these checkouts a browser showed that it has. */
export async function listClaimedCheckouts(
  db: Db,
  { shopId, subjectIds }: { shopId: string; subjectIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.browseClaim.findMany({
    where: { shopId, kind: "checkout", subjectId: { in: [...subjectIds] } },
    select: { subjectId: true },
  });
  return new Set(rows.map(({ subjectId }) => subjectId));
}
