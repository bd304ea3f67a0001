import type { Tx } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { publicUrl } from "../links.server";
import { findWishes } from "../preferences/wishes.server";
import type { RenderedMail } from "../rendered-mail";
import { clickUrl, openUrl } from "./links.server";
import { insertLinks } from "./repository.server";
import { HONEYPOT_POSITION } from "./rules/judge-click";
import { addUtm, appendMarkup, listLinks, replaceLinks } from "./rules/rewrite";
import { MEASUREMENT_SETTINGS_KEY, type MeasurementSettings, MeasurementSettingsSchema } from "./schema";

type TrackedMail = {
  shopId: string;
  /** Ours, of a mail that is about to be stored. */
  messageId: string;
  mail: RenderedMail;
  customerId: string | null;
  /** Finds what a guest chose; without it only a customer's choice is known. */
  toAddress?: string;
  /** What the store's analytics are to call it: `utm_campaign`. */
  campaign?: string;
  now: Date;
};

/**
 * The mail with links that can be counted, as the shop has it set; where they lead is stored in the same transaction.
 *
 * Untouched for whoever opted out of tracking. Links to unsubscribe, to preferences and to answers are never touched. Once per mail.
 */
export async function trackLinks(tx: Tx, tracked: TrackedMail): Promise<RenderedMail> {
  const { shopId, messageId, mail, customerId, toAddress = null, now } = tracked;
  const settings = await readSetting(tx, {
    shopId,
    key: MEASUREMENT_SETTINGS_KEY,
    schema: MeasurementSettingsSchema,
  });
  const { isTrackingOff } = await findWishes(tx, { shopId, customerId, address: toAddress, now });
  if (isTrackingOff) return mail;
  const targets = new Map(
    listLinks(mail)
      .filter((url) => !isTellingUs(url))
      .map((url) => [url, targetOf(url, settings, tracked)]),
  );
  const withOpen = settings.areOpensCounted
    ? appendMarkup(mail, pixel(openUrl({ shopId, messageId })))
    : mail;
  if (!settings.areClicksCounted) return replaceLinks(withOpen, (url) => targets.get(url) ?? null);
  if (targets.size === 0) return withOpen;
  const positions = new Map([...targets.keys()].map((url, index) => [url, index + 1]));
  const links = [...targets].map(([url, target]) => ({ url: target, position: positions.get(url) ?? 0 }));
  await insertLinks(tx, { shopId, messageId, customerId, links, now });
  const rewritten = replaceLinks(withOpen, (url) => {
    const position = positions.get(url);
    return position === undefined ? null : clickUrl({ shopId, messageId, position });
  });
  return appendMarkup(rewritten, hiddenLink(clickUrl({ shopId, messageId, position: HONEYPOT_POSITION })));
}

/** Where a link is to lead in the end: ours go on to somewhere else, where `utm_…` would not arrive. */
function targetOf(url: string, { hasUtm }: MeasurementSettings, { campaign }: TrackedMail): string {
  return hasUtm && !url.startsWith(publicUrl("/")) ? addUtm(url, campaign ?? null) : url;
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
