import { orderTotals } from "../commerce/order-totals";
import type { DevStoreContext } from "../context";
import { html } from "../html";
import type { Customer, Order } from "../state/model";
import type { Store } from "../state/store";
import { consentCard } from "./consent-form";
import { mergeCard } from "./merge-form";
import { adminPage, storePath } from "./layout";
import { pager, searchForm, slice } from "./lists";
import { type ListRequest, orderTable } from "./order-pages";
import { instant, money, nameOf, tagsOf, words } from "./shown";

type Spending = { orderCount: number; spentMinor: number };

/** Orders and net payments of these customers, in one pass; tests and cancelled orders count nothing. */
function spendingOf(store: Store, customers: readonly Customer[]): Map<number, Spending> {
  const spending = new Map(customers.map(({ id }) => [id, { orderCount: 0, spentMinor: 0 }]));
  for (const order of store.orders.values()) {
    const sum = order.customerId === null ? undefined : spending.get(order.customerId);
    if (!sum || order.test || order.cancelledAt) continue;
    sum.orderCount += 1;
    sum.spentMinor += orderTotals(order).netPayment.shop.amountMinor;
  }
  return spending;
}

/** All customers, newest first, or those whose name, e-mail or tags contain the query. */
export function customersPage(ctx: DevStoreContext, { query, page, locale }: ListRequest): string {
  const { store } = ctx;
  const wanted = query.toLowerCase();
  const matches = (customer: Customer) =>
    [nameOf(customer), customer.email ?? "", ...customer.tags].join(" ").toLowerCase().includes(wanted);
  const customers = [...store.customers.values()].filter(matches);
  customers.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id);
  const part = slice(customers, page);
  const spending = spendingOf(store, part.rows);
  const rows = part.rows.map((customer) => {
    const { orderCount = 0, spentMinor = 0 } = spending.get(customer.id) ?? {};
    return html`<tr>
      <td><a href="${storePath(ctx)}/customers/${customer.id}">${nameOf(customer)}</a></td>
      <td>${customer.email}</td>
      <td>${words(customer.emailConsent.state)}</td>
      <td>${tagsOf(customer.tags)}</td>
      <td class="number">${orderCount}</td>
      <td class="number">${money({ amountMinor: spentMinor, currencyCode: store.shop.currencyCode })}</td>
    </tr>`;
  });
  return adminPage(ctx, {
    title: "Customers",
    place: "customers",
    locale,
    content: html`<div class="page">
      <h1>Customers <span class="soft">${part.total}</span></h1>
      ${searchForm(query, "Name, e-mail or tag contains")}
      <div class="card">
        <table>
          <thead>
            <tr>
              <th>Customer</th>
              <th>E-mail</th>
              <th>E-mail marketing</th>
              <th>Tags</th>
              <th class="number">Orders</th>
              <th class="number">Spent</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
      ${pager(part, query)}
    </div>`,
  });
}

function metafields(customer: Customer) {
  if (customer.metafields.length === 0) return html`<span class="soft">none</span>`;
  return customer.metafields.map(
    ({ namespace, key, value }) => html`<div><code>${namespace}.${key}</code> = <code>${value}</code></div>`,
  );
}

/** One customer: tags (editable, as staff do), consent, orders. */
export function customerPage(ctx: DevStoreContext, customer: Customer, locale: string): string {
  const { shop, orders } = ctx.store;
  const own = [...orders.values()].filter((order: Order) => order.customerId === customer.id);
  own.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return adminPage(ctx, {
    title: nameOf(customer),
    place: "customers",
    locale,
    content: html`<div class="page">
      <h1>${nameOf(customer)}</h1>
      <section class="card">
        <h2>Tags</h2>
        <p data-tags>${tagsOf(customer.tags)}</p>
        <form class="row" method="post" action="${storePath(ctx)}/customers/${customer.id}/tags">
          <label>
            Tags, separated by commas
            <input type="text" name="tags" value="${customer.tags.join(", ")}" autocomplete="off" />
          </label>
          <button>Save tags</button>
        </form>
      </section>
      ${consentCard(ctx, customer)} ${mergeCard(ctx, customer)}
      <section class="card">
        <dl class="facts">
          <dt>E-mail</dt>
          <dd>${customer.email ?? "none"}</dd>
          <dt>Phone</dt>
          <dd>${customer.phone ?? "none"}</dd>
          <dt>Language</dt>
          <dd>${customer.locale}</dd>
          <dt>Customer since</dt>
          <dd>${instant(customer.createdAt, shop)}</dd>
          <dt>Note</dt>
          <dd>${customer.note ?? "none"}</dd>
          <dt>Metafields</dt>
          <dd>${metafields(customer)}</dd>
        </dl>
      </section>
      <h2>Orders <span class="soft">${own.length}</span></h2>
      ${own.length > 0 ? orderTable(ctx, own) : html`<p class="soft">No orders yet.</p>`}
    </div>`,
  });
}
