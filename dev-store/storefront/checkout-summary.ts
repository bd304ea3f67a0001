import { lineTotals, type PricedLine, priceCheckout } from "../commerce/pricing";
import { html, type Markup, type Renderable } from "../html";
import type { Checkout, MoneyBag } from "../state/model";
import type { Store } from "../state/store";
import { variantTitle } from "./cart-page";
import { formatMoney, type Shopper } from "./shopper";
import { fill } from "./texts";

type Amounts = Record<"subtotal" | "discount" | "shipping" | "tax" | "total", MoneyBag>;

export type SummaryView = { store: Store; checkout: Checkout; shopper: Shopper };

function row(line: PricedLine, shopper: Shopper): Markup {
  return html`<li>
    <img src="/images/${line.product.handle}.svg" alt="" width="84" height="84" />
    <div class="what">
      ${line.product.title}
      <small>${variantTitle(line)}</small>
      <small>${shopper.texts.quantity}: ${line.line.quantity}</small>
    </div>
    <span class="amount">${formatMoney(line.gross.presentment, shopper.language)}</span>
  </li>`;
}

/** The sums below the lines; the subtotal is shown before the discount, as shoppers add it up. */
export function sumsOf(amounts: Amounts, shopper: Shopper, taxesIncluded: boolean): Markup {
  const { texts, language } = shopper;
  const shown = (bag: MoneyBag) => formatMoney(bag.presentment, language);
  const { subtotal, discount, shipping, tax, total } = amounts;
  const gross = subtotal.presentment.amountMinor + discount.presentment.amountMinor;
  const discounted = discount.presentment.amountMinor > 0;
  return html`<dl class="sums">
    <dt>${texts.subtotal}</dt>
    <dd>${formatMoney({ ...subtotal.presentment, amountMinor: gross }, language)}</dd>
    ${
      discounted
        ? html`<dt>${texts.discount}</dt>
            <dd data-sum="discount">−${shown(discount)}</dd>`
        : null
    }
    <dt>${texts.shipping}</dt>
    <dd>${shipping.presentment.amountMinor === 0 ? texts.free : shown(shipping)}</dd>
    <dt class="${taxesIncluded ? "quiet" : ""}">${taxesIncluded ? texts.taxIncluded : texts.tax}</dt>
    <dd class="${taxesIncluded ? "quiet" : ""}">${shown(tax)}</dd>
    <dt class="total">${texts.total}</dt>
    <dd class="total" data-sum="total">${shown(total)}</dd>
  </dl>`;
}

/** What the shopper pays now, as they read it. */
export function totalToPay({ store, checkout, shopper }: SummaryView): string {
  return formatMoney(priceCheckout(store, checkout).total.presentment, shopper.language);
}

export type CodeEntry = { typed: string; error: string | null };

function codeForm({ checkout, shopper }: SummaryView, { typed, error }: CodeEntry): Markup {
  const { texts } = shopper;
  const action = `/checkouts/${checkout.token}/discount`;
  const applied = checkout.discountCodes.map((code) => html`<strong>${code}</strong>`);
  const removal = html`<form class="applied" method="post" action="${action}/remove">
    ${applied}<span role="status"
      >${fill(texts.codeApplied, { code: checkout.discountCodes.join(", ") })}</span
    >
    <button class="link">${texts.remove}</button>
  </form>`;
  return html`<form class="code" method="post" action="${action}">
      <label>
        ${texts.discountCode}
        <input
          type="text"
          name="code"
          value="${typed}"
          required
          autocomplete="off"
          ${error ? html`aria-invalid="true" aria-describedby="code-error"` : null}
        />
      </label>
      <button class="plain">${texts.apply}</button>
      ${error ? html`<p class="error" id="code-error" role="alert">${error}</p>` : null}
    </form>
    ${applied.length > 0 ? removal : null}`;
}

/** Lines, code and sums of a checkout that is not bought yet. */
export function checkoutSummary(view: SummaryView, entry: CodeEntry): Renderable {
  const { store, checkout, shopper } = view;
  return html`<section class="panel" aria-labelledby="summary">
    <h2 id="summary">${shopper.texts.orderSummary}</h2>
    <ul class="lines">
      ${lineTotals(store, checkout).map((line) => row(line, shopper))}
    </ul>
    ${codeForm(view, entry)} ${sumsOf(priceCheckout(store, checkout), shopper, store.shop.taxesIncluded)}
  </section>`;
}
