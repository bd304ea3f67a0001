import { surveyRequest, thanks, welcome } from "./after-purchase";
import { browse, cartLeft, replenishment } from "./browsing";
import { anniversary, birthday } from "./celebrations";
import { checkoutReminder1, checkoutReminder2, checkoutReminder3 } from "./checkout-reminders";
import type { ReadyMade } from "./compose";
import { codeExpires, pointsExpire } from "./expiring";
import { tierEnding, vipPerk } from "./membership";
import { referralThanks, tellAFriend } from "./referrals";
import { premiereInvitation, tierLost, vipWelcome } from "./vip";
import { winback, winbackCode } from "./winback";

/** Every ready-made template, in the order of the gallery. */
export const READY_MADE: readonly ReadyMade[] = [
  checkoutReminder1,
  checkoutReminder2,
  checkoutReminder3,
  cartLeft,
  browse,
  welcome,
  thanks,
  surveyRequest,
  replenishment,
  winback,
  winbackCode,
  anniversary,
  birthday,
  vipWelcome,
  premiereInvitation,
  tierLost,
  tierEnding,
  vipPerk,
  codeExpires,
  pointsExpire,
  tellAFriend,
  referralThanks,
];

const byKey = new Map(READY_MADE.map((template) => [template.key, template]));

/** A ready-made template by its key; null when there is none. */
export function findReadyMade(key: string): ReadyMade | null {
  return byKey.get(key) ?? null;
}
