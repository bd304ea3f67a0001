import type { Tx } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { publicUrl } from "../links.server";
import { listWishes } from "../preferences/wishes.server";
import type { RenderedMail } from "../rendered-mail";
import { clickUrl, openUrl } from "./links.server";
import { insertLinks, type NewLinkRow } from "./repository.server";
import { HONEYPOT_POSITION } from "./rules/judge-click";
import { addUtm, appendMarkup, replaceLinks } from "./rules/rewrite";
import { MEASUREMENT_SETTINGS_KEY, type MeasurementSettings, MeasurementSettingsSchema } from "./schema";

type TrackedMail = {
  /** Ours, of a mail that is about to be stored. */
  messageId: string;
  mail: RenderedMail;
  customerId: string | null;
  /** Finds what a guest chose; without it only a customer's choice is known. */
  toAddress: string | null;
  /** What the store's analytics are to call it: `utm_campaign`; null = nothing. */
  campaign: string | null;
};

/**
 * Mails with links that can be counted, as the shop has it set; where they lead is stored in the same transaction.
 *
 * Untouched for whoever opted out of tracking. Links to unsubscribe, to preferences and to answers are never
 * touched. Once per mail.
 *
 * @returns the mails in their order.
 */
export async function trackLinks(
  tx: Tx,
  { shopId, mails, now }: { shopId: string; mails: readonly TrackedMail[]; now: Date },
): Promise<RenderedMail[]> {
  const settings = await readSetting(tx, {
    shopId,
    key: MEASUREMENT_SETTINGS_KEY,
    schema: MeasurementSettingsSchema,
  });
  const people = mails.map(personOf);
  const wishesOf = await listWishes(tx, { shopId, people, now });
  const tracked = mails.map((mail) =>
    wishesOf(personOf(mail)).isTrackingOff
      ? { mail: mail.mail, links: [] }
      : trackMail(mail, shopId, settings),
  );
  await insertLinks(
    tx,
    tracked.flatMap(({ links }) => links.map((link) => ({ shopId, ...link, createdAt: now }))),
  );
  return tracked.map(({ mail }) => mail);
}

function personOf({ customerId, toAddress }: TrackedMail) {
  return { customerId, address: toAddress };
}

type Tracked = { mail: RenderedMail; links: Omit<NewLinkRow, "shopId" | "createdAt">[] };

function trackMail(tracked: TrackedMail, shopId: string, settings: MeasurementSettings): Tracked {
  const { messageId, mail, customerId } = tracked;
  const withOpen = settings.areOpensCounted
    ? appendMarkup(mail, pixel(openUrl({ shopId, messageId })))
    : mail;
  const found = new Map<string, { target: string; counted: string }>();
  const rewritten = replaceLinks(withOpen, (url) => {
    if (isTellingUs(url)) return null;
    const known = found.get(url);
    const link = known ?? {
      target: targetOf(url, settings, tracked),
      counted: clickUrl({ shopId, messageId, position: found.size + 1 }),
    };
    if (!known) found.set(url, link);
    return settings.areClicksCounted ? link.counted : link.target;
  });
  if (!settings.areClicksCounted || found.size === 0) return { mail: rewritten, links: [] };
  const links = [...found.values()].map(({ target: url }, index) => ({
    ...{ messageId, customerId, url },
    position: index + 1,
  }));
  const trap = hiddenLink(clickUrl({ shopId, messageId, position: HONEYPOT_POSITION }));
  return { mail: appendMarkup(rewritten, trap), links };
}

/** Where a link is to lead in the end: ours go on to somewhere else, where `utm_…` would not arrive. */
function targetOf(url: string, { hasUtm }: MeasurementSettings, { campaign }: TrackedMail): string {
  return hasUtm && !url.startsWith(publicUrl("/")) ? addUtm(url, campaign) : url;
}

/** What a person tells us must work without us counting it. */
function isTellingUs(url: string): boolean {
  return ["/u/", "/p/", "/a/"].some((path) => url.startsWith(publicUrl(path)));
}

/** Seen by programs that follow every link, and by nobody else. */
function hiddenLink(url: string): string {
  return `<a href="${url}" rel="nofollow" tabindex="-1" aria-hidden="true" style="display:none;mso-hide:all;font-size:0;line-height:0"></a>`;
}

function pixel(url: string): string {
  return `<img src="${url}" alt="" width="1" height="1" style="display:block;border:0;width:1px;height:1px">`;
}
