import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getSecret } from "~/platform/secrets.server";
import { matchLocale } from "~/shops/locale";
import { getShop, type ShopRecord } from "~/shops/repository.server";
import { type Locale, LOCALES } from "~/shops/schema";

import { findReader } from "../consent/unsubscribe.server";
import { acceptedLanguages, chooseMailLocale } from "../language";
import { preferencesUrl, readPreferencesToken } from "../links.server";
import { publicFormResponse, publicPageResponse } from "../public-page.server";
import { findMessage } from "../repository.server";
import { getSender } from "../sender.server";
import { readSendingSettings } from "../sending/slot.server";
import { isSuppressed } from "../suppression.server";
import { PREFERENCES_PAGE } from "./page";
import { findPreference } from "./repository.server";
import { isPausedAt, NOTHING_CHOSEN, type Preference } from "./rules";
import { CHOSEN_TOPICS, PAUSE_DAYS } from "./schema";

type Notice = "saved" | "unsubscribed" | "unchanged" | "not-a-day" | null;

/** Names of the languages, each in itself, so that everybody finds their own. */
const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: "English", pl: "Polski", ru: "Русский" };

type Asked = { token: string; request: Request; notice: Notice; now: Date };

/**
 * The page on which the reader of a mail says what they want of our mails. Only shows: link scanners open every address.
 *
 * In the language asked for in the address, else the one chosen, else of the mail; no name or address is on it.
 */
export async function presentPreferencesPage(
  db: Db,
  { token, request, notice, now }: Asked,
): Promise<Response> {
  const ref = readPreferencesToken(token);
  const reader = ref && (await findState(db, ref));
  const asked = matchLocale(new URL(request.url).searchParams.get("language"));
  if (!reader) {
    const locale = chooseMailLocale([asked, ...acceptedLanguages(request)]);
    const t = await getTranslator(locale, "messaging");
    return publicPageResponse({ locale, title: t("page.unknown.title"), text: t("page.unknown.text") }, 404);
  }
  const locale = chooseMailLocale([asked, reader.preference.locale, reader.locale]);
  const content = await describe(reader, { locale, notice, now });
  return publicFormResponse(
    { locale, template: PREFERENCES_PAGE, ...content },
    notice === "unchanged" || notice === "not-a-day" ? 422 : 200,
  );
}

type ReaderState = {
  locale: string;
  shop: ShopRecord;
  shopName: string;
  preference: Preference;
  isUnsubscribed: boolean;
  /** Also where the shop asks no more, but knows one: it can be taken back. */
  asksBirthday: boolean;
};

/** Null: the mail is unknown, or erased, or nobody knows whom it went to. */
async function findState(
  db: Db,
  { shopId, messageId }: { shopId: string; messageId: string },
): Promise<ReaderState | null> {
  const message = await findMessage(db, { shopId, id: messageId });
  if (!message) return null;
  const { contact, address } = await findReader(db, message);
  if (!address) return null;
  const key = { shopId, customerId: contact?.id ?? null, addressHash: hashAddress(getSecret(), address) };
  const shop = await getShop(db, { shopId });
  const preference = (await findPreference(db, key)) ?? NOTHING_CHOSEN;
  const { asksBirthday } = await readSendingSettings(db, { shopId });
  return {
    locale: message.locale,
    shop,
    shopName: (await getSender(db, { shop })).name,
    preference,
    asksBirthday: asksBirthday || preference.birthday !== null,
    isUnsubscribed: await isSuppressed(db, { shopId, address, topic: "offers" }),
  };
}

async function describe(
  { shop, shopName, preference, isUnsubscribed, asksBirthday }: ReaderState,
  { locale, notice, now }: { locale: Locale; notice: Notice; now: Date },
) {
  const t = await getTranslator(locale, "messaging");
  const say = (key: string) => t(`preferences.${key}`, { shop: shopName, days: PAUSE_DAYS });
  const isPaused = isPausedAt(preference, now);
  const until = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: shop.ianaTimezone });
  return {
    title: say("title"),
    text: say("text"),
    notice: notice === null ? null : say(`notice.${notice}`),
    isUnsubscribed,
    isPaused,
    isTrackingOff: preference.isTrackingOff,
    birthday: asksBirthday ? birthdayFields(preference, locale) : null,
    languages: LOCALES.map((tag) => ({
      tag,
      name: LANGUAGE_NAMES[tag],
      isShown: tag === locale,
      isChosen: tag === preference.locale,
    })),
    topics: CHOSEN_TOPICS.map((name) => ({
      name,
      label: t(`topic.${name}.label`),
      help: t(`topic.${name}.help`),
      isOn: !preference.topicsOff.has(name),
    })),
    pauseText: isPaused
      ? t("preferences.pausedUntil", { until: until.format(preference.pausedUntil ?? now) })
      : say("pauseText"),
    pauseButton: say(isPaused ? "resumeButton" : "pauseButton"),
    allText: say("allText"),
    texts: Object.fromEntries(TEXTS.map((key) => [key, say(key)])),
  };
}

/** Two lists to choose from, months by their names. */
function birthdayFields({ birthday }: Preference, locale: Locale) {
  const [month, day] = (birthday?.on ?? "-").split("-").map(Number);
  const name = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  return {
    days: Array.from({ length: 31 }, (_, index) => ({ value: index + 1, isChosen: index + 1 === day })),
    months: Array.from({ length: 12 }, (_, index) => ({
      value: index + 1,
      name: name.format(Date.UTC(2000, index, 15)),
      isChosen: index + 1 === month,
    })),
  };
}

/** Texts without values, by their names in the page. */
const TEXTS = [
  "languages",
  "unsubscribed",
  "topics",
  "always",
  "privacy",
  "tracking",
  "trackingHelp",
  "mailLanguage",
  "automatic",
  "birthday",
  "birthdayHelp",
  "birthdayDay",
  "birthdayMonth",
  "birthdayNone",
  "save",
  "pauseTitle",
  "allTitle",
  "allButton",
] as const;

/** Where a customer says what they want of our mails, by the last one we wrote to them; null when we never did. */
export async function presentPreferencesUrl(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  const last = await db.message.findFirst({
    where: { shopId, customerId, channel: "email" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, toAddress: true },
  });
  // Without its address the mail is an erased person's.
  return last && last.toAddress !== "" ? preferencesUrl({ shopId, messageId: last.id }) : null;
}
