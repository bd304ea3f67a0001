import type { DevStoreContext } from "./context";
import type { Outside } from "./simulation/left-checkout";
import type { MailBox } from "./simulation/mail-reading";
import { visit } from "./visit";

const LIMIT_MS = 10_000;

function mailBox({ mail }: DevStoreContext): MailBox {
  return {
    listFor: (email) => {
      const wanted = email.toLowerCase();
      return mail.mails.filter(({ to }) => to.some((address) => address.toLowerCase() === wanted));
    },
  };
}

/** The shop's public domain leads to the storefront, as it would for anybody outside. */
function resolveShop({ store, urls }: DevStoreContext): (url: URL) => URL {
  return (url) =>
    url.hostname === store.shop.domain ? new URL(url.pathname + url.search, urls.storefront) : url;
}

/** The world as simulated people meet it: their mails, a browser for links, the unsubscribe button. */
export function outsideOf(ctx: DevStoreContext): Required<Outside> {
  const resolve = resolveShop(ctx);
  return {
    mail: mailBox(ctx),
    follow: async (address) => {
      // A link that leads nowhere is an experience of the shopper, not a failure of the stand-in.
      const page = await visit(address, { resolve }).catch(() => null);
      if (page?.status !== 200 || page.url.origin !== new URL(ctx.urls.storefront).origin) return null;
      const [, token] = /^\/checkouts\/([^/]+)$/.exec(page.url.pathname) ?? [];
      const checkout = token === undefined ? undefined : ctx.store.checkouts.get(token);
      return checkout
        ? { checkoutToken: checkout.token, discountCode: checkout.discountCodes[0] ?? null }
        : null;
    },
    unsubscribe: (address) =>
      fetch(resolve(new URL(address)), {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
        redirect: "manual",
        signal: AbortSignal.timeout(LIMIT_MS),
      }).then(
        ({ status }) => status,
        () => null,
      ),
  };
}
