import type { DevStoreContext } from "../context";
import { html, type Markup, type Renderable, trusted } from "../html";
import { storeHandle } from "./addresses";
import { ADMIN_STYLE } from "./style";

/** Languages a merchant can choose for the admin; the app gets them as `locale`. */
export const ADMIN_LOCALES: Readonly<Record<string, string>> = { en: "English", pl: "Polski", ru: "Русский" };

export type Place = "home" | "orders" | "customers" | "app";

export type AdminPage = { title: string; place: Place; locale: string; content: Renderable };

/** `/store/demo-shop` */
export function storePath({ store }: Pick<DevStoreContext, "store">): string {
  return `/store/${storeHandle(store.shop.domain)}`;
}

/** `/store/demo-shop/apps/perennial` */
export function appPath(ctx: Pick<DevStoreContext, "app" | "store">): string {
  return `${storePath(ctx)}/apps/${ctx.app.handle}`;
}

function navigation(ctx: DevStoreContext, place: Place): Markup {
  const base = storePath(ctx);
  const link = (here: Place, address: string, label: string) => {
    const current = here === place ? trusted('aria-current="page"') : null;
    // On the page with the app inside, this link brings the app to its start page.
    const home = here === "app" && place === "app" ? trusted('id="app-home" data-path="/"') : null;
    return html`<li><a href="${address}" ${home} ${current}>${label}</a></li>`;
  };
  return html`<nav id="navigation" popover aria-label="Store">
    <ul>
      ${link("home", base, "Home")} ${link("orders", `${base}/orders`, "Orders")}
      ${link("customers", `${base}/customers`, "Customers")}
    </ul>
    <h2>Apps</h2>
    <ul>
      ${link("app", appPath(ctx), ctx.app.name)}
    </ul>
    <ul id="app-nav"></ul>
    <h2>Outside</h2>
    <ul>
      <li><a href="${ctx.urls.storefront}" target="_blank" rel="noopener">Storefront ↗</a></li>
      <li><a href="${ctx.urls.mail}" target="_blank" rel="noopener">Mailboxes ↗</a></li>
    </ul>
  </nav>`;
}

function localeChoice(locale: string): Markup {
  const options = Object.entries(ADMIN_LOCALES).map(
    ([code, name]) => html`<option value="${code}" ${code === locale ? "selected" : null}>${name}</option>`,
  );
  return html`<form method="post" action="/admin/locale">
    <select name="locale" aria-label="Language" onchange="this.form.submit()">
      ${options}
    </select>
    <noscript><button>Use</button></noscript>
  </form>`;
}

/** A whole page of the stand-in admin. */
export function adminPage(ctx: DevStoreContext, { title, place, locale, content }: AdminPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Stand-in admin</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(ADMIN_STYLE)}
        </style>
      </head>
      <body>
        <header class="top">
          <button id="menu-button" popovertarget="navigation">Menu</button>
          <strong>Stand-in admin</strong>
          <span class="shop">${ctx.store.shop.name} · ${ctx.store.shop.domain}</span>
          ${localeChoice(locale)}
        </header>
        ${navigation(ctx, place)}
        <main>${content}</main>
      </body>
    </html>`.toString();
}
