import { codeVariables } from "~/engine/incentives/code-variables.server";
import { PRIORITY } from "~/engine/messaging/budget/priority";
import type { Reachable } from "~/engine/messaging/consent/reachable.server";
import { chooseMailLocale } from "~/engine/messaging/language";
import { queueMessage } from "~/engine/messaging/queue.server";
import { templateRenderer } from "~/engine/messaging/templates/render-template.server";
import type { Tx } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { accessCodeOf, invitationUrl } from "../links.server";
import { templateKeyOf } from "../own-message.server";
import type { RecipientRow } from "../recipients/repository.server";
import type { CampaignRow } from "../repository.server";
import type { Premiere } from "../schema";
import { premiereAt } from "../rules/times";
import { PURPOSE } from "./purpose-name";

export type Sending = {
  campaign: CampaignRow;
  shop: ShopRecord;
  /** The language of the shop's admin, for those of whom we know none. */
  shopLanguage: string;
  /** From then on the message is of no use. */
  until: Date;
  now: Date;
};

type Addressed = { recipient: RecipientRow; person: Reachable; address: string; codeId: string | null };

/** Writes the message of one person. Idempotent by recipient. @returns its id. */
export async function writeMessage(
  tx: Tx,
  { recipient, person, address, codeId }: Addressed,
  { campaign, shop, shopLanguage, until, now }: Sending,
): Promise<string> {
  const { shopId, customerId, id: recipientId } = recipient;
  const { channel, topic, premiere } = campaign.content;
  const templateKey = templateKeyOf(campaign);
  const locale = chooseMailLocale([...person.locales, shopLanguage]);
  const occasionKey = occasionOf(recipientId);
  const variables = {
    ...personVariables(person, shop),
    ...(codeId === null ? {} : await codeVariables(tx, { shopId, codeId, locale, now })),
    ...(premiere ? premiereVariables(premiere, { shop, recipientId, locale }) : {}),
  };
  const wanted = person.locales.find((tag) => tag !== null) ?? null;
  const { messageId } = await queueMessage(tx, {
    ...{ shopId, customerId, purpose: PURPOSE, subjectId: recipientId, topic, channel, locale, occasionKey },
    now,
    toAddress: address,
    render: templateRenderer(tx, {
      ...{ shopId, templateKey, locale: wanted, variables, customerId, occasionKey, now },
    }),
    priority: PRIORITY[topic],
    expiresAt: until,
  });
  return messageId;
}

/** What a recipient's code and message are given for: one of each. */
export function occasionOf(recipientId: string): string {
  return `campaign:${recipientId}`;
}

function personVariables({ firstName, lastName }: Reachable, { name, domain }: ShopRecord) {
  return {
    person: {
      first_name: firstName ?? "",
      last_name: lastName ?? "",
      full_name: [firstName, lastName].filter(Boolean).join(" "),
    },
    shop: { name, url: `https://${domain}` },
  };
}

function premiereVariables(
  premiere: Premiere,
  { shop, recipientId, locale }: { shop: ShopRecord; recipientId: string; locale: Locale },
) {
  const { ianaTimezone: timeZone, id: shopId, domain } = shop;
  const startsAt = premiereAt(timeZone, premiere);
  const written = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone });
  const ref = { shopId, recipientId };
  return {
    premiere: {
      title: premiere.title,
      starts_on: startsAt ? written.format(startsAt) : "",
      code: premiere.codeWhen === "in-mail" ? (accessCodeOf(premiere, ref) ?? "") : "",
      url: premiere.asksForAnswer ? invitationUrl(ref) : premiere.url || `https://${domain}`,
    },
  };
}
