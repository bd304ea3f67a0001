import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { type Db, inTransaction, type RootDb } from "~/platform/db.server";

import { readRecoveryToken, type RecoveryRef } from "./flow/links.server";
import { claimClick, findCheckoutLink, findRecovery, findRecoveryByCheckout } from "./repository.server";
import { recoveryTarget } from "./rules/recovery-url";

export type FollowResult =
  /** Always on the host of the shop's own recover URL. */
  { outcome: "redirect"; url: string } | { outcome: "gone"; locale: string | null };

type Followed = { shopId: string; checkoutId: string; codeId: string | null };

/**
 * Follows the link of a mail: notes the first click, and tells where the checkout is picked up again.
 *
 * A code that is over or used is left out, so that the reader meets the cart and not an error.
 *
 * @param input.isVisit False for a request that only asks for headers.
 */
export async function followRecoveryLink(
  db: RootDb,
  { token, isVisit, now }: { token: string; isVisit: boolean; now: Date },
): Promise<FollowResult> {
  const ref = readRecoveryToken(token);
  const followed = ref && (await findFollowed(db, ref));
  const link = followed && (await findCheckoutLink(db, followed));
  if (!followed || !link?.recoverUrl) return { outcome: "gone", locale: link?.locale ?? null };
  const url = recoveryTarget(link.recoverUrl, await usableCode(db, followed, now));
  if (!url) return { outcome: "gone", locale: link.locale };
  if (isVisit) await noteClick(db, followed, now);
  return { outcome: "redirect", url };
}

async function findFollowed(db: Db, ref: RecoveryRef): Promise<Followed | null> {
  return "checkoutId" in ref ? ref : findRecovery(db, ref);
}

async function usableCode(db: Db, { shopId, codeId }: Followed, now: Date): Promise<string | null> {
  const code = codeId ? await findIssuedCode(db, { shopId, codeId }) : null;
  return code && !code.isRedeemed && now < code.expiresAt ? code.code : null;
}

async function noteClick(db: RootDb, { shopId, checkoutId }: Followed, now: Date): Promise<void> {
  const recovery = await findRecoveryByCheckout(db, { shopId, checkoutId });
  if (!recovery || recovery.clickedAt) return;
  const { id: recoveryId, customerId } = recovery;
  await inTransaction(
    db,
    async (tx) => {
      if (!(await claimClick(tx, { shopId, recoveryId, at: now }))) return;
      await publishEvents(
        tx,
        [
          {
            type: "cart-recovery.clicked",
            sourceKey: `cart-recovery.clicked:${recoveryId}`,
            payload: { recoveryId, checkoutId, customerId },
            customerId,
            subjectId: checkoutId,
            occurredAt: now,
          },
        ],
        { shopId, now },
      );
    },
    { shopId },
  );
}
