import { findSharedCode, type SharedCodeRow } from "~/engine/incentives/shared/repository.server";
import { requestSharedCode } from "~/engine/incentives/shared/request.server";
import { chooseMailLocale } from "~/engine/messaging/language";
import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { friendOffer, purposeOf, readProgramme } from "../programme.server";
import type { ReferralSettings } from "../schema";
import { type AdvocateRef, readReferralToken } from "./links.server";
import { findSharer, type Sharer } from "./repository.server";

/** How a person stands to the programme. */
export type LinkStanding =
  /** Deleted or erased, or never there. */
  | { kind: "unknown" }
  | { kind: "off" }
  /** They have to buy something first. */
  | { kind: "not-yet"; sharer: Sharer; settings: ReferralSettings }
  /** They may share. The code is there once it is `issued`. */
  | { kind: "open"; sharer: Sharer; settings: ReferralSettings; code: SharedCodeRow | null };

/** Whether a person may share, and what they share. Reads only. */
export async function findStanding(db: Db, ref: AdvocateRef): Promise<LinkStanding> {
  const { shopId } = ref;
  const sharer = await findSharer(db, ref);
  if (!sharer) return { kind: "unknown" };
  const settings = await readProgramme(db, { shopId });
  if (!settings.isEnabled) return { kind: "off" };
  if (settings.onlyBuyers && sharer.orderCount === 0) return { kind: "not-yet", sharer, settings };
  const { customerId } = sharer;
  const code = await findSharedCode(db, { shopId, customerId, purpose: purposeOf(settings) });
  return { kind: "open", sharer, settings, code };
}

/**
 * Has the code of a person made, unless it is there; only for who may share. Safe to repeat: one code a person and terms.
 */
export async function requestLink(
  tx: Tx,
  { now, ...ref }: AdvocateRef & { now: Date },
): Promise<{ outcome: "asked" | "not-yet" | "off" | "unknown"; customerId: string | null }> {
  const { shopId } = ref;
  const standing = await findStanding(tx, ref);
  if (standing.kind === "unknown" || standing.kind === "off")
    return { outcome: standing.kind, customerId: null };
  const { settings, sharer } = standing;
  const { customerId } = sharer;
  if (standing.kind === "not-yet") return { outcome: "not-yet", customerId };
  const schema = GeneralSettingsSchema;
  const { language } = await readSetting(tx, { shopId, key: GENERAL_SETTINGS_KEY, schema });
  const offer = await friendOffer(settings, chooseMailLocale([language]));
  await requestSharedCode(tx, { shopId, customerId, purpose: purposeOf(settings), offer, now });
  return { outcome: "asked", customerId };
}

/** Whether a token is that of a referral page. */
export function isReferralToken(token: string): boolean {
  return readReferralToken(token) !== null;
}

/** The button of the page: the code is made now. */
export async function askForLink(
  db: RootDb,
  { token, now }: { token: string; now: Date },
): Promise<{ outcome: "asked" | "not-yet" | "off" | "unknown" }> {
  const ref = readReferralToken(token);
  if (!ref) return { outcome: "unknown" };
  return inTransaction(db, (tx) => requestLink(tx, { ...ref, now }), { shopId: ref.shopId });
}
