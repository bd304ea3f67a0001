import { html, trusted } from "../../html";
import type { Customer } from "../../state/model";
import { type Frame, shopPage } from "../layout";
import { fill } from "../texts";

/** A real shop would send a code to the address: here the address is enough. */
export function signInPage(frame: Frame, { error }: { error: string | null }): string {
  const { texts } = frame.shopper;
  return shopPage(
    frame,
    texts.signIn,
    html`<h1>${texts.signIn}</h1>
      <p class="lead">${texts.signInNote}</p>
      <form method="post" action="/account/login" class="ordered">
        <label
          >${texts.email}<input
            type="email"
            name="email"
            required
            autocomplete="email"
            ${error ? trusted('aria-invalid="true"') : null}
        /></label>
        ${error ? html`<p class="error" role="alert">${error}</p>` : null}
        <button>${texts.signIn}</button>
      </form>`,
  );
}

/** What a customer has in the shop: where merchants put the programme's block. */
export function accountPage(frame: Frame, customer: Customer): string {
  const { texts } = frame.shopper;
  const name = customer.firstName ?? customer.email ?? "";
  return shopPage(
    frame,
    texts.account,
    html`<h1>${fill(texts.hello, { name })}</h1>
      ${frame.theme?.blocks("page")}
      <form method="post" action="/account/logout" class="after">
        <button class="plain">${texts.signOut}</button>
      </form>`,
  );
}
