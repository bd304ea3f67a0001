import type { Db } from "~/platform/db.server";
import { lookupTxt } from "~/platform/dns.server";
import { getEnv } from "~/platform/env.server";
import type { ShopRecord } from "~/shops/repository.server";

import { getSender } from "../sender.server";
import { readMeasurement } from "../tracking/service.server";
import { judgeDkim } from "./rules/dkim";
import { dmarcNames, judgeDmarc } from "./rules/dmarc";
import { includeOf, judgeSpf } from "./rules/spf";
import type { SenderCheck } from "./schema";

/** The domain of a mail address as DNS writes it. */
export function domainOf(address: string): string {
  return (address.split("@").at(-1) ?? "").toLowerCase();
}

/** Looks up what DNS says of the domain that a shop's mails come from. Nothing is kept; without a network it says so. */
export async function checkSender(db: Db, { shop }: { shop: ShopRecord }): Promise<SenderCheck[]> {
  const { address } = await getSender(db, { shop });
  const { dkimSelector: selector } = await readMeasurement(db, { shopId: shop.id });
  const domain = domainOf(address);
  const dkimName = selector ? `${selector}._domainkey.${domain}` : null;
  const [spf, dkim, dmarc] = await Promise.all([
    lookupTxt(domain),
    dkimName ? lookupTxt(dkimName) : null,
    Promise.all(dmarcNames(domain).map((name) => lookupTxt(name))),
  ]);
  const include = includeOf(new URL(getEnv().SMTP_URL).hostname);
  return [judgeSpf(spf, domain, include), judgeDkim(dkim, { domain, selector }), judgeDmarc(dmarc, domain)];
}
