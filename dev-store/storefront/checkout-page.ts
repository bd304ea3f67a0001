import { html, type Markup } from "../html";
import type { Checkout } from "../state/model";
import type { Store } from "../state/store";
import { checkoutSummary, type CodeEntry, totalToPay } from "./checkout-summary";
import { addressLine, countriesIn, type DeliveryForm, deliveryFormOf, isDeliverable } from "./delivery";
import { type Frame, shopPage } from "./layout";
import { fill } from "./texts";

/** What went wrong with the last form, and which part the shopper wants to change. */
export type CheckoutState = {
  code: CodeEntry;
  email: { typed: string; error: string | null } | null;
  delivery: { typed: DeliveryForm; error: string } | null;
  payError: string | null;
  notice: string | null;
  editing: "contact" | "delivery" | null;
};

export const UNTOUCHED: CheckoutState = {
  code: { typed: "", error: null },
  email: null,
  delivery: null,
  payError: null,
  notice: null,
  editing: null,
};

export type CheckoutView = { store: Store; checkout: Checkout; frame: Frame; state: CheckoutState };

function contact({ checkout, frame, state }: CheckoutView): Markup {
  const { texts } = frame.shopper;
  const base = `/checkouts/${checkout.token}`;
  if (checkout.email !== null && state.editing !== "contact" && !state.email) {
    return html`<section class="panel">
      <h2>${texts.contact} <a href="${base}?edit=contact">${texts.change}</a></h2>
      <p>${checkout.email}</p>
    </section>`;
  }
  const error = state.email?.error ?? null;
  return html`<form class="panel" method="post" action="${base}/contact" novalidate>
    <h2>${texts.contact}</h2>
    <label>
      ${texts.email}
      <input
        type="email"
        name="email"
        value="${state.email?.typed ?? checkout.email ?? ""}"
        autocomplete="email"
        required
        ${error ? html`aria-invalid="true" aria-describedby="email-error"` : null}
      />
    </label>
    ${error ? html`<p class="error" id="email-error" role="alert">${error}</p>` : null}
    <label class="tick">
      <input
        type="checkbox"
        name="accepts_marketing"
        value="1"
        ${checkout.buyerAcceptsMarketing ? "checked" : null}
      />
      ${texts.acceptsMarketing}
    </label>
    <button>${texts.continue}</button>
  </form>`;
}

function deliveryForm({ checkout, frame, state, store }: CheckoutView): Markup {
  const { texts, language } = frame.shopper;
  const typed = state.delivery?.typed ?? deliveryFormOf(checkout.shippingAddress, store.shop.countryCode);
  const field = (name: keyof DeliveryForm, label: string, autocomplete: string) =>
    html`<label>
      ${label}
      <input type="text" name="${name}" value="${typed[name]}" autocomplete="${autocomplete}" required />
    </label>`;
  const countries = countriesIn(language).map(
    ({ code, name }) =>
      html`<option value="${code}" ${code === typed.countryCode ? "selected" : null}>${name}</option>`,
  );
  return html`<form class="panel" method="post" action="/checkouts/${checkout.token}/delivery" novalidate>
    <h2>${texts.delivery}</h2>
    ${state.delivery ? html`<p class="note bad" role="alert">${state.delivery.error}</p>` : null}
    <label>
      ${texts.country}
      <select name="countryCode" autocomplete="country">
        ${countries}
      </select>
    </label>
    <div class="pair">
      ${field("firstName", texts.firstName, "given-name")} ${field("lastName", texts.lastName, "family-name")}
    </div>
    ${field("address1", texts.address, "street-address")}
    <div class="pair">
      ${field("zip", texts.zip, "postal-code")} ${field("city", texts.city, "address-level2")}
    </div>
    <button>${texts.continue}</button>
  </form>`;
}

function delivery(view: CheckoutView): Markup {
  const { checkout, frame, state } = view;
  const { texts, language } = frame.shopper;
  const { shippingAddress } = checkout;
  if (!isDeliverable(shippingAddress) || state.delivery || state.editing === "delivery")
    return deliveryForm(view);
  return html`<section class="panel">
    <h2>${texts.delivery} <a href="/checkouts/${checkout.token}?edit=delivery">${texts.change}</a></h2>
    <p>${addressLine(shippingAddress, language)}</p>
  </section>`;
}

function payment({ store, checkout, frame, state }: CheckoutView): Markup {
  const { shopper } = frame;
  const total = totalToPay({ store, checkout, shopper });
  return html`<form class="panel" method="post" action="/checkouts/${checkout.token}/pay">
    <h2>${shopper.texts.payment}</h2>
    ${state.payError ? html`<p class="note bad" role="alert">${state.payError}</p>` : null}
    <p>${shopper.texts.fakeCard}</p>
    <button class="wide">${fill(shopper.texts.pay, { total })}</button>
  </form>`;
}

/** The checkout: contact, delivery and payment beside the summary. */
export function checkoutPage(view: CheckoutView): string {
  const { store, checkout, frame, state } = view;
  const { shopper } = frame;
  return shopPage(
    frame,
    shopper.texts.checkout,
    html`<h1>${shopper.texts.checkout}</h1>
      ${state.notice ? html`<p class="note" role="status">${state.notice}</p>` : null}
      <div class="two">
        <div>${contact(view)} ${delivery(view)} ${payment(view)}</div>
        ${checkoutSummary({ store, checkout, shopper }, state.code)}
      </div>`,
  );
}
