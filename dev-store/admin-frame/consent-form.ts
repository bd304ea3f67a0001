import { updateEmailConsent, updateSmsConsent } from "../commerce/customers";
import type { DevStoreContext } from "../context";
import { html, type Markup } from "../html";
import type { Consent, Customer } from "../state/model";
import type { Store } from "../state/store";
import { storePath } from "./layout";
import { instant, words } from "./shown";

const STATES = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"] as const;
const LEVELS = ["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"] as const;
type Channel = "email" | "sms";

/** What the customer agreed to by each channel, and a form by which staff change it. */
export function consentCard(ctx: DevStoreContext, customer: Customer): Markup {
  return html`<section class="card">
    <h2>Marketing</h2>
    ${consentForm(ctx, { customer, channel: "email", title: "E-mail marketing" })}
    ${customer.phone === null ? null : consentForm(ctx, { customer, channel: "sms", title: "SMS marketing" })}
  </section>`;
}

function consentForm(
  ctx: DevStoreContext,
  { customer, channel, title }: { customer: Customer; channel: Channel; title: string },
): Markup {
  const { state, optInLevel, updatedAt } = consentOf(customer, channel);
  const options = (all: readonly string[], chosen: string) =>
    all.map((value) =>
      value === chosen
        ? html`<option value="${value}" selected>${words(value)}</option>`
        : html`<option value="${value}">${words(value)}</option>`,
    );
  return html`<p data-consent="${channel}">
      ${title}: ${words(state)}, ${words(optInLevel)}, ${instant(updatedAt, ctx.store.shop)}
    </p>
    <form class="row" method="post" action="${storePath(ctx)}/customers/${customer.id}/consent">
      <input type="hidden" name="channel" value="${channel}" />
      <label
        >${title}<select name="state">
          ${options(STATES, state)}
        </select></label
      >
      <label
        >Opt-in level<select name="level">
          ${options(LEVELS, optInLevel)}
        </select></label
      >
      <button>Save</button>
    </form>`;
}

function consentOf(customer: Customer, channel: Channel): Consent {
  return channel === "email" ? customer.emailConsent : customer.smsConsent;
}

/**
 * Sets a consent as staff do: of now, collected by Shopify.
 *
 * @returns false when the form asks for something that does not exist, or the customer has no such address.
 */
export function setConsent(store: Store, customer: Customer, form: Record<string, unknown>): boolean {
  const channel = form["channel"] === "sms" ? "sms" : "email";
  const state = STATES.find((candidate) => candidate === form["state"]);
  const optInLevel = LEVELS.find((candidate) => candidate === form["level"]);
  const address = channel === "email" ? customer.email : customer.phone;
  if (!state || !optInLevel || address === null) return false;
  const update = channel === "email" ? updateEmailConsent : updateSmsConsent;
  update(store, customer, { state, optInLevel, updatedAt: store.clock.now(), collectedFrom: "SHOPIFY" });
  return true;
}
