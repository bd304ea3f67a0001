import type { MailContent, MailProduct } from "~/engine/messaging/schema";
import { formatMoney } from "~/kit/money";

/** Translates a key of this feature's texts. */
export type Translate = (key: string, values?: Record<string, string | number>) => string;

export type ReminderLine = {
  title: string;
  variantTitle: string | null;
  quantity: number;
  /** Minor units of the shop's currency. */
  unitPriceMinor: number;
  imageUrl: string | null;
  isSoldOut: boolean;
};

export type Reminder = {
  shopName: string;
  firstName: string | null;
  lines: readonly ReminderLine[];
  /** Of the prices; null: the mail names none. */
  currencyCode: string | null;
  /** Our link, which leads back to the checkout. */
  url: string;
  code: { code: string; percentBp: number; expiresAt: Date } | null;
};

export type Reading = { t: Translate; locale: string; zone: string };

/**
 * The currency to name prices in; null when the shopper saw them in another than the checkout tells them in.
 *
 * What they saw cannot be told exactly (webhooks bring amounts in the shop's currency only), and a price in a currency
 * they never saw would only puzzle them. Untold, it is the shop's.
 */
export function pricesIn({
  currencyCode,
  presentmentCurrency,
}: {
  currencyCode: string;
  presentmentCurrency: string | null;
}): string | null {
  return presentmentCurrency === null || presentmentCurrency === currencyCode ? currencyCode : null;
}

/** The words of a reminder. What is sold out is named apart and not counted in the sum. */
export function reminderContent(reminder: Reminder, { t, locale, zone }: Reading): MailContent {
  const { shopName, firstName, code, currencyCode, url } = reminder;
  const available = reminder.lines.filter((line) => !line.isSoldOut);
  const soldOut = reminder.lines.filter((line) => line.isSoldOut);
  const money = (minor: number) => (currencyCode ? formatMoney(minor, currencyCode, locale) : null);
  const sum = money(available.reduce((minor, line) => minor + line.unitPriceMinor * line.quantity, 0));
  const percent = code ? formatPercent(code.percentBp, locale) : "";
  return {
    subject: code ? t("mail.subjectWithCode", { percent }) : t("mail.subject"),
    preheader: code ? t("mail.preheaderWithCode", { percent }) : t("mail.preheader"),
    heading: t("mail.heading"),
    paragraphs: [
      firstName ? t("mail.greetingByName", { name: firstName }) : t("mail.greeting"),
      t("mail.intro", { shop: shopName }),
      ...(code ? [t("mail.introWithCode", { percent })] : []),
    ],
    offer: code
      ? {
          label: t("mail.offerLabel", { percent }),
          code: code.code,
          note: t("mail.offerNote", { until: formatUntil(code.expiresAt, { locale, zone }) }),
        }
      : null,
    products: available.map((line) => product(line, { t, money })),
    notes:
      soldOut.length > 0 ? [t("mail.soldOut", { titles: soldOut.map((line) => line.title).join(", ") })] : [],
    total: sum === null ? null : { label: t("mail.total"), amount: sum },
    button: { label: t("mail.button"), url },
    closing: t("mail.closing", { shop: shopName }),
    why: t("mail.why", { shop: shopName }),
  };
}

function product(
  line: ReminderLine,
  { t, money }: { t: Translate; money: (minor: number) => string | null },
): MailProduct {
  const quantity = t("mail.quantity", { quantity: line.quantity });
  return {
    title: line.title,
    detail: [line.variantTitle, quantity].filter(Boolean).join(" · "),
    price: money(line.unitPriceMinor * line.quantity),
    imageUrl: line.imageUrl,
  };
}

/** `1250` → `12.5%`, as people of `locale` write it. */
export function formatPercent(percentBp: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(
    percentBp / 10_000,
  );
}

/** Day and hour in the shop's zone: a code that ends at noon must not be promised for the evening. */
function formatUntil(instant: Date, { locale, zone }: { locale: string; zone: string }): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: zone }).format(
    instant,
  );
}
