import { orderTotals } from "../commerce/order-totals";
import type { DevStoreContext } from "../context";
import { html, type Markup } from "../html";
import type { MoneyBag, Order } from "../state/model";
import { adminPage, storePath } from "./layout";
import { pager, searchForm, slice } from "./lists";
import { instant, money, nameOf, tagsOf, words } from "./shown";

function customerLink({ store }: DevStoreContext, order: Order, base: string): Markup {
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
  if (!customer) return html`<span class="soft">${order.email ?? "no customer"}</span>`;
  return html`<a href="${base}/customers/${customer.id}">${nameOf(customer)}</a>`;
}

/** A table of orders, newest first as given. */
export function orderTable(ctx: DevStoreContext, orders: readonly Order[]): Markup {
  const base = storePath(ctx);
  const rows = orders.map(
    (order) =>
      html`<tr>
        <td><a href="${base}/orders/${order.id}">#${order.number}</a>${order.test ? " (test)" : ""}</td>
        <td class="when">${instant(order.createdAt, ctx.store.shop)}</td>
        <td>${customerLink(ctx, order, base)}</td>
        <td class="number">${money(orderTotals(order).currentTotal.shop)}</td>
        <td>${order.cancelledAt ? "Cancelled" : words(order.financialStatus)}</td>
        <td>${words(order.fulfillmentStatus)}</td>
      </tr>`,
  );
  return html`<div class="card">
    <table>
      <thead>
        <tr>
          <th>Order</th>
          <th>Date</th>
          <th>Customer</th>
          <th class="number">Total</th>
          <th>Payment</th>
          <th>Fulfillment</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export type ListRequest = { query: string; page: number; locale: string };

/** All orders, newest first, or those whose number or e-mail contains the query. */
export function ordersPage(ctx: DevStoreContext, { query, page, locale }: ListRequest): string {
  const wanted = query.toLowerCase();
  const matches = (order: Order) => `#${order.number} ${order.email ?? ""}`.toLowerCase().includes(wanted);
  const orders = [...ctx.store.orders.values()].filter(matches);
  orders.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.number - a.number);
  const part = slice(orders, page);
  return adminPage(ctx, {
    title: "Orders",
    place: "orders",
    locale,
    content: html`<div class="page">
      <h1>Orders <span class="soft">${part.total}</span></h1>
      ${searchForm(query, "Number or e-mail contains")} ${orderTable(ctx, part.rows)} ${pager(part, query)}
    </div>`,
  });
}

function lineTable(order: Order): Markup {
  const rows = order.lines.map(
    (line) =>
      html`<tr>
        <td>${line.title} <span class="soft">${line.variantTitle}</span></td>
        <td class="number">${money(line.unitPrice.shop)}</td>
        <td class="number">${line.quantity}</td>
        <td class="number">${line.currentQuantity}</td>
        <td class="number">${money(line.discount.shop)}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th>Line</th>
        <th class="number">Price</th>
        <th class="number">Ordered</th>
        <th class="number">Left</th>
        <th class="number">Discount</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function amounts(order: Order): Markup {
  const totals = orderTotals(order);
  const both = ({ shop, presentment }: MoneyBag) =>
    shop.currencyCode === presentment.currencyCode
      ? money(shop)
      : `${money(shop)} (paid as ${money(presentment)})`;
  const rows: [string, MoneyBag][] = [
    ["Subtotal", totals.subtotal],
    ["Discount", totals.discount],
    ["Shipping", totals.shipping],
    ["Tax", totals.tax],
    ["Total", totals.total],
    ["Refunded", totals.refunded],
    ["Net payment", totals.netPayment],
    ["Outstanding", totals.outstanding],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([label, bag]) =>
        html`<dt>${label}</dt>
          <dd>${both(bag)}</dd>`,
    )}
  </dl>`;
}

function orderActions(order: Order, base: string): Markup | null {
  if (order.cancelledAt) return null;
  const action = (name: string, label: string, isPossible: boolean) =>
    html`<form method="post" action="${base}/orders/${order.id}/${name}">
      <button ${isPossible ? null : "disabled"}>${label}</button>
    </form>`;
  const { netPayment } = orderTotals(order);
  return html`<div class="row card">
    ${action("fulfill", "Fulfill", order.fulfillmentStatus !== "FULFILLED")}
    ${action("refund", "Refund everything", netPayment.shop.amountMinor > 0)}
    ${action("cancel", "Cancel order", true)}
  </div>`;
}

export function orderPage(ctx: DevStoreContext, order: Order, locale: string): string {
  const base = storePath(ctx);
  const codes = order.discountCodes.map(({ code, amount }) => `${code} (−${money(amount.shop)})`).join(", ");
  return adminPage(ctx, {
    title: `Order #${order.number}`,
    place: "orders",
    locale,
    content: html`<div class="page">
      <h1>Order #${order.number}</h1>
      ${orderActions(order, base)}
      <section class="card">
        <dl class="facts">
          <dt>Placed</dt>
          <dd>${instant(order.createdAt, ctx.store.shop)}</dd>
          <dt>Customer</dt>
          <dd>${customerLink(ctx, order, base)}</dd>
          <dt>Payment</dt>
          <dd>${words(order.financialStatus)}</dd>
          <dt>Fulfillment</dt>
          <dd>${words(order.fulfillmentStatus)}</dd>
          <dt>Cancelled</dt>
          <dd>
            ${instant(order.cancelledAt, ctx.store.shop)} ${order.cancelReason && words(order.cancelReason)}
          </dd>
          <dt>Discount codes</dt>
          <dd>${codes || "none"}</dd>
          <dt>Checkout</dt>
          <dd><code>${order.checkoutToken ?? "none"}</code></dd>
          <dt>Source</dt>
          <dd>${order.sourceName}${order.test ? ", test order" : ""}</dd>
          <dt>Tags</dt>
          <dd>${tagsOf(order.tags)}</dd>
        </dl>
      </section>
      <section class="card">${lineTable(order)}</section>
      <section class="card">${amounts(order)}</section>
    </div>`,
  });
}
