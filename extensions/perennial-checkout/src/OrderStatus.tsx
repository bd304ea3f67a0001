import "@shopify/ui-extensions/preact";
import { render } from "preact";

import { createClient } from "../../shared/client";
import { OrderPoints } from "./OrderPoints";

export default function extension() {
  const order = shopify.order.value;
  if (!order) return;
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  render(<OrderPoints orderId={order.id} client={client} words={shopify.i18n} />, document.body);
}
