import { mergeCustomers } from "../commerce/merge";
import type { DevStoreContext } from "../context";
import { html, type Markup } from "../html";
import type { Customer } from "../state/model";
import type { Store } from "../state/store";
import { storePath } from "./layout";

/** Staff merge a duplicate into the customer of the page. */
export function mergeCard(ctx: DevStoreContext, customer: Customer): Markup {
  return html`<section class="card">
    <h2>Merge</h2>
    <form class="row" method="post" action="${storePath(ctx)}/customers/${customer.id}/merge">
      <label>
        E-mail of the customer who becomes part of this one
        <input type="email" name="other" required autocomplete="off" />
      </label>
      <button>Merge</button>
    </form>
  </section>`;
}

/** @returns false when there is no such other customer. */
export function mergeByForm(store: Store, kept: Customer, form: Record<string, unknown>): boolean {
  const other = typeof form["other"] === "string" ? store.findCustomerByEmail(form["other"].trim()) : null;
  if (!other || other.id === kept.id) return false;
  mergeCustomers(store, { kept, other });
  return true;
}
