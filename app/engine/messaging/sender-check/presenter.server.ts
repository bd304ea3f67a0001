import type { Db } from "~/platform/db.server";
import { type Env, getEnv } from "~/platform/env.server";
import type { ShopRecord } from "~/shops/repository.server";

import { MAIL_PROVIDERS, type MailProvider } from "../feedback/schema";
import { publicUrl } from "../links.server";
import { getSender } from "../sender.server";
import { readMeasurement } from "../tracking/service.server";
import type { SenderPageData } from "./schema";
import { domainOf } from "./service.server";

/** By what a provider's reports are known to be its own. */
const SECRETS: Readonly<Record<MailProvider, keyof Env>> = {
  ses: "SES_WEBHOOK_SECRET",
  sendgrid: "SENDGRID_WEBHOOK_KEY",
  postmark: "POSTMARK_WEBHOOK_SECRET",
  mailgun: "MAILGUN_SIGNING_KEY",
};

/** Who a shop's mails come from, how they are measured, and which providers report what became of them. */
export async function presentSender(db: Db, { shop }: { shop: ShopRecord }): Promise<SenderPageData> {
  const { address } = await getSender(db, { shop });
  const known = new Map((await db.mailHook.findMany()).map((hook) => [hook.provider, hook]));
  const env = getEnv();
  return {
    sender: { address, domain: domainOf(address) },
    settings: await readMeasurement(db, { shopId: shop.id }),
    hooks: MAIL_PROVIDERS.map((provider) => {
      const hook = known.get(provider);
      const { confirmUrl: url, confirmTopic: topic, confirmAskedAt: askedAt } = hook ?? {};
      return {
        provider,
        isSetUp: env[SECRETS[provider]] !== undefined,
        url: publicUrl(`/hooks/mail/${provider}`),
        lastReportedAt: hook?.lastReportedAt?.toISOString() ?? null,
        confirm: url && topic && askedAt ? { url, topic, askedAt: askedAt.toISOString() } : null,
      };
    }),
  };
}
