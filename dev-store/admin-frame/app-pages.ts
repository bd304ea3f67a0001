import type { DevStoreContext } from "../context";
import { html, jsonForScript } from "../html";
import { documentUrl } from "./document-url";
import { PAGE_DATA_ID, type PageData } from "./frame/page-data";
import { adminPage, appPath } from "./layout";
import { impliedOnce, scopeName } from "./scope-names";
import { staffMember } from "./staff";

/** Asks the merchant whether the app may have what its configuration wants; `page` is where they go on then. */
export function grantPage(ctx: DevStoreContext, page: string, locale: string): string {
  const { app, store } = ctx;
  const scopes = impliedOnce(app.scopes).map(
    (scope) => html`<li>${scopeName(scope)} <code>${scope}</code></li>`,
  );
  return adminPage(ctx, {
    title: `Install ${app.name}`,
    place: "app",
    locale,
    content: html`<div class="grant">
      <section class="card">
        <h1>Install ${app.name}?</h1>
        <p>The app gets access to ${store.shop.name}. It will be able to:</p>
        <ul>
          ${scopes}
        </ul>
        <div class="row">
          <form method="post" action="${appPath(ctx)}/install">
            <input type="hidden" name="page" value="${page}" />
            <button class="primary">Install</button>
          </form>
          <a class="button" href="/admin/home">Cancel</a>
        </div>
      </section>
    </div>`,
  });
}

const SCOPES_DIALOG = html`<dialog id="scopes-dialog" aria-labelledby="scopes-title">
  <h2 id="scopes-title">Allow this app to do more?</h2>
  It will also be able to:
  <ul id="scopes-list"></ul>
  <form method="dialog">
    <button value="no" autofocus>Cancel</button><button class="primary" value="yes">Allow</button>
  </form>
</dialog>`;

const DIALOGS = html`<dialog id="leave-dialog" aria-labelledby="leave-title">
    <h2 id="leave-title">Leave page with unsaved changes?</h2>
    Leaving this page discards all changes that are not saved.
    <form method="dialog">
      <button value="no" autofocus>Stay</button><button class="critical" value="yes">Leave page</button>
    </form>
  </dialog>
  <dialog id="discard-dialog" aria-labelledby="discard-title">
    <h2 id="discard-title">Discard all unsaved changes?</h2>
    Everything changed since the last save is lost.
    <form method="dialog">
      <button value="no" autofocus>Keep editing</button><button class="critical" value="yes">Discard</button>
    </form>
  </dialog>`;

/** The page with the app inside; `page` is path and query inside the app. */
export function framePage(ctx: DevStoreContext, page: string, locale: string): string {
  const { app, store, urls } = ctx;
  const data: PageData = {
    adminOrigin: new URL(urls.api).origin,
    appOrigin: new URL(urls.tunnel).origin,
    shopDomain: store.shop.domain,
    basePath: appPath(ctx),
    appName: app.name,
    user: staffMember(store.shop),
  };
  return adminPage(ctx, {
    title: app.name,
    place: "app",
    locale,
    content: html`<div class="app">
        <div id="progress"></div>
        <div class="bar">
          <span id="title-bar-crumb"></span>
          <h1 id="title-bar-title">${app.name}</h1>
          <span id="title-bar-actions"></span>
        </div>
        <iframe
          id="app-frame"
          name="app-iframe"
          title="${app.name}"
          src="${documentUrl(ctx, page, locale)}"
          sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals allow-storage-access-by-user-activation"
          allow="clipboard-write"
        ></iframe>
      </div>
      <div id="save-bar" role="region" aria-label="Unsaved changes" hidden>
        <span>Unsaved changes</span>
        <button id="save-bar-discard">Discard</button>
        <button id="save-bar-save">Save</button>
      </div>
      <div id="toasts" role="status" aria-live="polite"></div>
      ${DIALOGS} ${SCOPES_DIALOG}
      <script type="application/json" id="${PAGE_DATA_ID}">
        ${jsonForScript(data)}
      </script>
      <script src="/admin/frame.js"></script>`,
  });
}
