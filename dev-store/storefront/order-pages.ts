import { orderTotals } from "../commerce/order-totals";
import { html } from "../html";
import type { Order } from "../state/model";
import { sumsOf } from "./checkout-summary";
import { type Frame, shopPage } from "./layout";
import { formatMoney } from "./shopper";
import { fill } from "./texts";

/** Shown after paying, and again to whoever has the link. */
export function thankYouPage(frame: Frame, order: Order): string {
  const { shopper } = frame;
  const { texts, language } = shopper;
  const name = order.shippingAddress?.firstName;
  const title = name ? fill(texts.thankYou, { name }) : texts.thankYouNobody;
  const lines = order.lines.map((line) => {
    const { currencyCode, amountMinor } = line.unitPrice.presentment;
    const gross = formatMoney({ amountMinor: amountMinor * line.quantity, currencyCode }, language);
    return html`<li>
      <span class="what">${line.title}<small>${line.variantTitle}</small></span>
      <small>× ${line.quantity}</small>
      <span class="amount">${gross}</span>
    </li>`;
  });
  return shopPage(
    frame,
    title,
    html`<h1>${title}</h1>
      <p class="note" role="status">${fill(texts.orderPlaced, { number: `#${order.number}` })}</p>
      ${order.email ? html`<p>${fill(texts.confirmationTo, { email: order.email })}</p>` : null}
      <section class="panel ordered" aria-labelledby="summary">
        <h2 id="summary">${texts.orderSummary}</h2>
        <ul class="lines">
          ${lines}
        </ul>
        ${sumsOf(orderTotals(order), shopper, order.taxesIncluded)}
      </section>
      <a class="button" href="/">${texts.continueShopping}</a>`,
  );
}

/** For a checkout that has become an order. */
export function alreadyOrderedPage(frame: Frame, order: Order | null): string {
  const { texts } = frame.shopper;
  return shopPage(
    frame,
    texts.alreadyOrdered,
    html`<h1>${texts.alreadyOrdered}</h1>
      <p>${texts.alreadyOrderedText}</p>
      ${order ? html`<a class="button" href="/orders/${order.id}/thank-you">${texts.seeOrder}</a>` : null}
      <a class="button plain" href="/">${texts.continueShopping}</a>`,
  );
}
