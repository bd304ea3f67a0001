import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { PRIORITY } from "~/engine/messaging/budget/priority";
import { chooseMailLocale } from "~/engine/messaging/language";
import { queueMessage } from "~/engine/messaging/queue.server";
import { renderMail } from "~/engine/messaging/render.server";
import { getSender } from "~/engine/messaging/sender.server";
import type { Tx } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema, type Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import type { LeftCheckout } from "../facts/repository.server";
import { claimRecovery, type RecoveryRow } from "../repository.server";
import { type PlainReason, usefulUntil } from "../rules";
import { pricesIn, type Reminder, reminderContent } from "../rules/mail-content";

import { recoveryLink } from "./links.server";

export const PURPOSE = "cart-recovery";

/**
 * Writes the reminder and hands it to the outbox.
 *
 * The mail's occasion is the checkout and the shopper's last activity: another mail about the same checkout can only
 * be written after this one was surely not sent.
 *
 * @param input.why Why it goes without a code; null when it has one.
 */
export async function writeReminder(
  tx: Tx,
  {
    recovery,
    facts,
    codeId,
    why,
    now,
  }: {
    recovery: RecoveryRow;
    facts: LeftCheckout;
    codeId: string | null;
    why: PlainReason | null;
    now: Date;
  },
): Promise<void> {
  const { shopId, id: recoveryId, checkoutId } = recovery;
  if (facts.email === null) throw new Error(`checkout "${checkoutId}" has no address to write to`);
  const code = codeId ? await findIssuedCode(tx, { shopId, codeId }) : null;
  const locale = await chooseLocale(tx, facts);
  const sender = await getSender(tx, { shop: facts.shop });
  const reminder: Reminder = {
    shopName: sender.name,
    firstName: facts.firstName,
    lines: facts.lines,
    currencyCode: pricesIn(facts),
    url: recoveryLink({ shopId, recoveryId }),
    code,
  };
  const t = await getTranslator(locale, "cart-recovery");
  const content = reminderContent(reminder, {
    t: (key, values) => t(key, values ?? {}),
    locale,
    zone: facts.shop.ianaTimezone,
  });
  const { messageId } = await queueMessage(tx, {
    shopId,
    customerId: facts.customerId,
    purpose: PURPOSE,
    subjectId: recoveryId,
    topic: "cart",
    toAddress: facts.email,
    locale,
    occasionKey: `${PURPOSE}:${checkoutId}:${facts.activeAt.getTime()}`,
    render: (frame) => renderMail(content, frame),
    priority: PRIORITY.cart,
    expiresAt: usefulUntil(facts.activeAt, code?.expiresAt ?? null),
    now,
  });
  const to = { state: "offering", messageId, reason: why } as const;
  await claimRecovery(tx, { shopId, recoveryId, from: ["waiting", "offering"], to, now });
}

/** The language of the checkout, else of the customer, else of the shop's admin. */
async function chooseLocale(tx: Tx, { shop, locales }: LeftCheckout): Promise<Locale> {
  const general = await readSetting(tx, {
    shopId: shop.id,
    key: GENERAL_SETTINGS_KEY,
    schema: GeneralSettingsSchema,
  });
  return chooseMailLocale([...locales, general.language]);
}
