import { decimalString } from "../commerce/money";
import { html, type Markup } from "../html";
import type { Customer, Money, Shop } from "../state/model";

/** An amount as the merchant reads it. */
export function money(amount: Money): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: amount.currencyCode });
  return format.format(Number(decimalString(amount)));
}

/** An instant in the shop's zone. */
export function instant(at: Date | null, shop: Shop): Markup {
  if (!at) return html`<span class="soft">–</span>`;
  const format = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: shop.ianaTimezone,
  });
  return html`<time datetime="${at.toISOString()}">${format.format(at)}</time>`;
}

/** `PARTIALLY_REFUNDED` → `Partially refunded`. */
export function words(code: string): string {
  const text = code.toLowerCase().replace(/_/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function nameOf(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.phone || `Customer ${customer.id}`;
}

export function tagsOf(tags: readonly string[]): Markup {
  if (tags.length === 0) return html`<span class="soft">none</span>`;
  return html`${tags.map((tag) => html`<span class="tag">${tag}</span>`)}`;
}
