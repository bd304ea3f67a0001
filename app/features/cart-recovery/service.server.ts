import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { type Db, inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { readRecoveryToken } from "./flow/links.server";
import { claimClick, findCheckoutLink, findRecovery, type RecoveryRow } from "./repository.server";
import { recoveryTarget } from "./rules/recovery-url";
import { CART_RECOVERY_SETTINGS_KEY, type CartRecoverySettings } from "./schema";

/** Saves the settings. They hold for every mail that has not left yet. */
export async function saveRecoverySettings(
  db: Db,
  { shopId, settings, now }: { shopId: string; settings: CartRecoverySettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: CART_RECOVERY_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}

export type FollowResult =
  /** Always on the host of the shop's own recover URL. */
  { outcome: "redirect"; url: string } | { outcome: "gone"; locale: string | null };

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
  const recovery = ref && (await findRecovery(db, ref));
  const link = recovery && (await findCheckoutLink(db, recovery));
  if (!recovery || !link?.recoverUrl) return { outcome: "gone", locale: link?.locale ?? null };
  const url = recoveryTarget(link.recoverUrl, await usableCode(db, recovery, now));
  if (!url) return { outcome: "gone", locale: link.locale };
  if (isVisit) await noteClick(db, recovery, now);
  return { outcome: "redirect", url };
}

async function usableCode(db: Db, { shopId, codeId }: RecoveryRow, now: Date): Promise<string | null> {
  const code = codeId ? await findIssuedCode(db, { shopId, codeId }) : null;
  return code && !code.isRedeemed && now < code.expiresAt ? code.code : null;
}

async function noteClick(db: RootDb, recovery: RecoveryRow, now: Date): Promise<void> {
  if (recovery.clickedAt) return;
  const { shopId, id: recoveryId, checkoutId, customerId } = recovery;
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
