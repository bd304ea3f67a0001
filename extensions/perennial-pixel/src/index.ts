import { register } from "@shopify/web-pixels-extension";

import { cartTokenOf, type Consent, markIn, numberOf } from "./batch";
import { Sender } from "./sender";

type Privacy = { analyticsProcessingAllowed: boolean; marketingAllowed: boolean };

const consentOf = ({ analyticsProcessingAllowed, marketingAllowed }: Privacy): Consent => ({
  analytics: analyticsProcessingAllowed,
  marketing: marketingAllowed,
});

register(({ analytics, customerPrivacy, init, settings }) => {
  const { accountID, endpoint, sample } = settings as {
    accountID: string;
    endpoint: string;
    sample?: string;
  };
  // A page that is left does not take the request with it. Plain text needs no question to the server beforehand.
  const post = (body: string) => {
    fetch(endpoint, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "text/plain" },
      body,
    }).catch(() => undefined);
  };
  const sender = new Sender(accountID, post, {
    consent: consentOf(init.customerPrivacy),
    mark: markIn(init.context.document.location.hash),
    cart: cartTokenOf(init.data.cart?.id),
    samplePercent: Number(sample ?? 100),
  });

  customerPrivacy.subscribe("visitorConsentCollected", ({ customerPrivacy: said }) =>
    sender.agree(consentOf(said)),
  );
  analytics.subscribe("page_viewed", ({ clientId, id }) => sender.open(clientId, id));
  for (const sign of ["clicked", "input_focused", "input_changed", "form_submitted"] as const)
    analytics.subscribe(sign, () => sender.sign());
  analytics.subscribe("product_viewed", ({ clientId, data }) => {
    const product = numberOf(data.productVariant.product.id);
    if (product) sender.tell(clientId, { kind: "product-viewed", product });
  });
  analytics.subscribe("product_added_to_cart", ({ clientId, data }) => {
    const product = numberOf(data.cartLine?.merchandise.product.id);
    if (product) sender.tell(clientId, { kind: "product-carted", product }, { isLast: true });
  });
  analytics.subscribe("cart_viewed", ({ clientId, data }) =>
    sender.tell(clientId, { kind: "cart-viewed" }, { cart: cartTokenOf(data.cart?.id) }),
  );
  analytics.subscribe("checkout_started", ({ clientId, data }) => {
    const { token } = data.checkout;
    if (token) sender.tell(clientId, { kind: "checkout-started", checkout: token }, { isLast: true });
  });
});
