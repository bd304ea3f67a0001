import type { TFunction } from "i18next";

import { acceptedLanguages, chooseMailLocale } from "~/engine/messaging/language";
import { publicFormResponse, publicPageResponse } from "~/engine/messaging/public-page.server";
import { getSender } from "~/engine/messaging/sender.server";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";
import { getShop, type ShopRecord } from "~/shops/repository.server";
import { type Locale, LOCALES } from "~/shops/schema";

import { readProgramme } from "../programme.server";
import type { MemberLink } from "../schema";
import { type AdvocateRef, readReferralToken } from "./links.server";
import { REFERRAL_PAGE } from "./page";
import { findSharer, listOwnReferrals, type OwnReferral } from "./repository.server";
import { findStanding } from "./service.server";
import { type AdvocateView, codeIn, presentAdvocate } from "./view.server";

/** Names of the languages, each in itself, so that everybody finds their own. */
const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: "English", pl: "Polski", ru: "Русский" };
/** The latest ones say enough; the sums count all. */
const MOST_SHOWN = 10;

/** Whether the button of the page was just pressed, by who may. */
type Asked = "asked" | null;

/**
 * The page on which a member finds their link, how it works and what it brought. Only shows: scanners of mailboxes open
 * every address. No name and no address of anybody is on it.
 */
export async function presentReferralPage(
  db: Db,
  { token, request, asked, now }: { token: string; request: Request; asked: Asked; now: Date },
): Promise<Response> {
  const ref = readReferralToken(token);
  const sharer = ref && (await findSharer(db, ref));
  const wished = matchLocale(new URL(request.url).searchParams.get("language"));
  const locale = chooseMailLocale([wished, sharer?.locale, ...acceptedLanguages(request)]);
  const t = await getTranslator(locale, "referrals");
  const own = ref && sharer && { shopId: ref.shopId, customerId: sharer.customerId };
  const view = own && (await presentAdvocate(db, { ...own, locale }));
  if (!view)
    return publicPageResponse({ locale, title: t("page.unknownTitle"), text: t("page.unknownText") }, 404);
  const shop = await getShop(db, own);
  if (view.state === "off")
    return publicPageResponse({ locale, title: t("page.offTitle"), text: t("page.offText") });
  const { name } = await getSender(db, { shop });
  const { holdDays } = await readProgramme(db, own);
  const referrals = await listOwnReferrals(db, { ...own, limit: MOST_SHOWN });
  const words = wordsOf(t, { view, name, holdDays, locale });
  const items = referrals.map((one) => describe(one, { t, shop, locale, now }));
  const notice = noticeOf(t, view, asked);
  return publicFormResponse({ locale, template: REFERRAL_PAGE, ...words, items, notice });
}

/** The code comes by itself a moment later: a reload shows it. */
function noticeOf(t: TFunction, { state }: AdvocateView, asked: Asked): string | null {
  if (state === "making") return t("page.making");
  return asked === "asked" && state === "ready" ? t("page.made") : null;
}

type Reader = { t: TFunction; shop: ShopRecord; locale: Locale; now: Date };

function wordsOf(
  t: TFunction,
  { view, name, holdDays, locale }: { view: AdvocateView; name: string; holdDays: number; locale: Locale },
): { title: string } & Record<string, unknown> {
  const { state, code, friendGets: friend, advocateGets: you, minimum } = view;
  const params = { shop: name, friend, you, minimum, code };
  const message = t("page.message", { ...params, url: view.shareUrl });
  return {
    title: t("page.title", params),
    text: t(state === "not-yet" ? "page.notYet" : "page.text", params),
    canAsk: state === "none",
    isMaking: state === "making",
    shareUrl: view.shareUrl,
    code,
    ways: view.shareUrl === null ? [] : waysOf(t, { message, url: view.shareUrl, name }),
    steps: [
      t("page.step1", params),
      t(minimum === null ? "page.step2" : "page.step2minimum", params),
      holdDays === 0 ? t("page.step3now", params) : t("page.step3", { ...params, count: holdDays }),
    ],
    sums: [
      { label: t("page.rewarded"), count: view.rewardedCount },
      { label: t("page.waiting"), count: view.waitingCount },
    ],
    languages: LOCALES.map((tag) => ({ tag, name: LANGUAGE_NAMES[tag], isShown: tag === locale })),
    texts: Object.fromEntries(TEXTS.map((key) => [key, t(`page.${key}`)])),
  };
}

const TEXTS = ["languages", "make", "reload", "link", "code", "ways", "how", "earned"] as const;

/** Plain addresses: what opens is the reader's own program, and nobody hears of it before they choose one. */
function waysOf(t: TFunction, { message, url, name }: { message: string; url: string; name: string }) {
  const text = encodeURIComponent(message);
  const subject = encodeURIComponent(t("page.subject", { shop: name }));
  return [
    { label: "WhatsApp", url: `https://wa.me/?text=${text}`, isOutside: true },
    { label: t("page.byMail"), url: `mailto:?subject=${subject}&body=${text}`, isOutside: false },
    { label: t("page.bySms"), url: `sms:?&body=${text}`, isOutside: false },
    {
      label: "Facebook",
      url: `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(url)}`,
      isOutside: true,
    },
  ];
}

function describe({ state, dueAt, rewardedAt, createdAt }: OwnReferral, { t, shop, locale, now }: Reader) {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: shop.ianaTimezone });
  const until = dueAt !== null && dueAt > now ? day.format(dueAt) : null;
  const key = state === "held" && until === null ? "soon" : state;
  return { text: t(`page.state.${key}`, { until }), day: day.format(rewardedAt ?? createdAt) };
}

/** The link of a person as the staff sees it; null while there are no referrals, and of nobody. Reads only. */
export async function presentMemberLink(db: Db, ref: AdvocateRef): Promise<MemberLink | null> {
  const standing = await findStanding(db, ref);
  if (standing.kind === "unknown" || standing.kind === "off") return null;
  if (standing.kind === "not-yet") return { state: "not-yet", shareUrl: null };
  const { state, shareUrl } = await codeIn(db, { shopId: ref.shopId, code: standing.code });
  return { state, shareUrl };
}

/** The link by which a member recommends the store; null while there are no referrals, and until they have asked for one. */
export async function presentShareUrl(
  db: Db,
  one: { shopId: string; customerId: string; locale: Locale },
): Promise<string | null> {
  return (await presentAdvocate(db, one))?.shareUrl ?? null;
}
