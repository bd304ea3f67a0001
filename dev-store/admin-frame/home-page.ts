import type { DevStoreContext } from "../context";
import { html } from "../html";
import { adminPage, appPath } from "./layout";
import { instant } from "./shown";

/** The store at a glance, and where to go from here. */
export function homePage(ctx: DevStoreContext, locale: string): string {
  const { store, app, urls, webhooks, mail } = ctx;
  const { installation, shop } = store;
  const isInstalled = installation !== null && installation.uninstalledAt === null;
  const open = [...store.checkouts.values()].filter(
    ({ completedAt, email }) => !completedAt && email !== null,
  );
  const tiles: [string, number][] = [
    ["Customers", store.customers.size],
    ["Orders", store.orders.size],
    ["Open checkouts with e-mail", open.length],
    ["Webhooks raised", webhooks.counts().emitted],
    ["Mails", mail.mails.length],
  ];
  return adminPage(ctx, {
    title: "Home",
    place: "home",
    locale,
    content: html`<div class="page">
      <h1>${shop.name}</h1>
      <dl class="tiles">
        ${tiles.map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value.toLocaleString("en")}</dd>
            </div>`,
        )}
      </dl>
      <section class="card">
        <dl class="facts">
          <dt>Time in the shop</dt>
          <dd>${instant(store.clock.now(), shop)} (${shop.ianaTimezone})</dd>
          <dt>${app.name}</dt>
          <dd>
            ${isInstalled ? html`installed ${instant(installation.installedAt, shop)}` : "not installed"} –
            <a href="${appPath(ctx)}">${isInstalled ? "open" : "install"}</a>
          </dd>
          <dt>Storefront</dt>
          <dd><a href="${urls.storefront}">${urls.storefront}</a></dd>
          <dt>Mailboxes</dt>
          <dd><a href="${urls.mail}">${urls.mail}</a></dd>
        </dl>
      </section>
    </div>`,
  });
}
