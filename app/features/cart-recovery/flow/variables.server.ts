import type { MessageSubject, SubjectVariables } from "~/engine/messaging/subject-variables";
import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";

import { listAlternatives } from "../alternatives/repository.server";
import { type LeftCheckout, findLeftCheckout } from "../facts/repository.server";
import { type CartInMail, cartInMail, pricesIn } from "../rules/cart-lines";

import { recoveryLink } from "./links.server";

const NOTHING = "";

/** What a mail about a checkout may say of its cart, as it stands when the mail is written. */
export const checkoutVariables: SubjectVariables = { subjectKind: "checkout", variablesOf };

async function variablesOf(db: Db, subject: MessageSubject): Promise<Record<string, unknown>> {
  const { shopId, subjectId: checkoutId, context, locale, now } = subject;
  const facts = await findLeftCheckout(db, { shopId, checkoutId, at: now });
  if (!facts) return {};
  const codeId = typeof context.codeId === "string" ? context.codeId : null;
  const url = facts.hasLink ? recoveryLink({ shopId, checkoutId, codeId }) : NOTHING;
  const currencyCode = pricesIn(facts);
  const money = (minor: number) => (currencyCode ? formatMoney(minor, currencyCode, locale) : NOTHING);
  const cart = cartInMail(facts.lines);
  return {
    cart: {
      url,
      lines: cart.lines.map(({ title, variantTitle, quantity, unitPriceMinor, imageUrl }) => ({
        title,
        detail: [variantTitle, `× ${quantity}`].filter(Boolean).join(" "),
        price: money(unitPriceMinor * quantity),
        image_url: imageUrl ?? NOTHING,
        url,
      })),
      total: money(cart.totalMinor),
      item_count: cart.lines.reduce((count, { quantity }) => count + quantity, 0),
      sold_out: cart.soldOut.join(", "),
      price_note: currencyCode ? await notePrices(cart, { locale, money }) : NOTHING,
      alternatives: await presentAlternatives(db, { shopId, facts, money }),
    },
  };
}

type Money = (minor: number) => string;

async function notePrices(
  { priceChanges }: CartInMail,
  { locale, money }: { locale: string; money: Money },
): Promise<string> {
  if (priceChanges.length === 0) return NOTHING;
  const t = await getTranslator(locale, "cart-recovery");
  return priceChanges
    .map(({ title, fromMinor, toMinor }) =>
      t(toMinor < fromMinor ? "cart.cheaper" : "cart.dearer", {
        title,
        from: money(fromMinor),
        to: money(toMinor),
        interpolation: { escapeValue: false },
      }),
    )
    .join(" ");
}

/** What the store has in place of what is sold out. */
async function presentAlternatives(
  db: Db,
  { shopId, facts, money }: { shopId: string; facts: LeftCheckout; money: Money },
) {
  if (!facts.lines.some(({ isSoldOut }) => isSoldOut)) return [];
  const { domain } = await getShop(db, { shopId });
  const found = await listAlternatives(db, { shopId, lines: facts.lines });
  return found.map(({ title, handle, imageUrl, priceMinor }) => ({
    title,
    detail: NOTHING,
    price: money(priceMinor),
    image_url: imageUrl ?? NOTHING,
    url: `https://${domain}/${handle === null ? NOTHING : `products/${handle}`}`,
  }));
}
