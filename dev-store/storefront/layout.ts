import { html, type Renderable, trusted } from "../html";
import type { Shop } from "../state/model";
import type { PageEvent, PixelPage } from "./pixel/page-data";
import { currenciesOf, type Shopper } from "./shopper";
import { SHOP_STYLE } from "./style";
import { LANGUAGES } from "./texts";
import type { ThemePage } from "./theme/page";

/** What every page of the shop shows around its content. */
export type Frame = {
  shop: Shop;
  shopper: Shopper;
  /** Pieces in the cart. */
  cartCount: number;
  /** Path and query of the page, to come back to after a choice of language; null hides the choice. */
  path: string | null;
  /** What the sandbox of the app's pixel is told; null: the shop has none. */
  pixel: PixelPage | null;
  /** What the app adds to pages; null: nothing. */
  theme: ThemePage | null;
};

/** The page with more for the sandbox to hear. */
export function withEvents(frame: Frame, events: readonly PageEvent[]): Frame {
  const { pixel } = frame;
  return pixel === null ? frame : { ...frame, pixel: { ...pixel, events: [...pixel.events, ...events] } };
}

/** Asks the visitor, and loads the sandbox; nothing when there is no pixel. */
function consentBanner({ texts }: Shopper, pixel: PixelPage): Renderable {
  // "<" would end the script: JSON may spell it otherwise.
  const json = JSON.stringify(pixel).replaceAll("<", "\\u003c");
  return html`<section id="consent-banner" class="consent" aria-label="${texts.consentTitle}" hidden>
      <p>${texts.consentText}</p>
      <button type="button" id="consent-yes">${texts.consentYes}</button>
      <button type="button" id="consent-no" class="plain">${texts.consentNo}</button>
    </section>
    <script type="application/json" id="pixel-page">
      ${trusted(json)}
    </script>
    <script src="/pixel-sandbox/manager.js" defer></script>`;
}

function localization({ shop, shopper }: Frame, path: string): Renderable {
  const { texts } = shopper;
  const languages = Object.entries(LANGUAGES).map(
    ([code, name]) =>
      html`<option value="${code}" ${code === shopper.language ? "selected" : null}>${name}</option>`,
  );
  const currencies = currenciesOf(shop).map(
    (code) => html`<option ${code === shopper.currency ? "selected" : null}>${code}</option>`,
  );
  return html`<form method="post" action="/localization">
    <input type="hidden" name="return_to" value="${path}" />
    <label
      >${texts.language}<select name="language">
        ${languages}
      </select></label
    >
    <label
      >${texts.currency}<select name="currency">
        ${currencies}
      </select></label
    >
    <button class="plain">${texts.save}</button>
  </form>`;
}

/** A whole page of the shop. */
export function shopPage(frame: Frame, title: string, content: Renderable): string {
  const { shop, shopper, cartCount } = frame;
  const { texts } = shopper;
  const embeds = frame.theme?.embeds();
  return html`<!doctype html>
    <html lang="${shopper.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${shop.name}</title>
        <link rel="icon" href="/images/${shop.domain}.svg" />
        <style>
          ${trusted(SHOP_STYLE)}
        </style>
        ${frame.theme?.head()}
      </head>
      <body>
        <a class="skip" href="#content">${texts.skipToContent}</a>
        <header class="top">
          <nav class="bar" aria-label="${shop.name}">
            <a class="brand" href="/">${shop.name}</a>
            <a href="/">${texts.allProducts}</a>
            <a href="/account">${texts.account}</a>
            <a href="/cart">${texts.cart}${cartCount > 0 ? ` (${cartCount})` : ""}</a>
          </nav>
        </header>
        ${frame.pixel === null ? null : consentBanner(shopper, frame.pixel)}
        <main id="content">${content}</main>
        <footer class="foot">
          <div class="bar">
            <p>${texts.demoNote}</p>
            ${
              frame.pixel === null
                ? null
                : html`<button type="button" class="plain" id="consent-again">${texts.consentAgain}</button>`
            }
            ${frame.path === null ? null : localization(frame, frame.path)}
          </div>
        </footer>
        ${embeds}
      </body>
    </html>`.toString();
}

export function notFoundPage(frame: Frame): string {
  const { texts } = frame.shopper;
  return shopPage(
    frame,
    texts.notFound,
    html`<h1>${texts.notFound}</h1>
      <p>${texts.notFoundText}</p>
      <a class="button" href="/">${texts.continueShopping}</a>`,
  );
}
