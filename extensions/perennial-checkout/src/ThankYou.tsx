import "@shopify/ui-extensions/preact";
import { render } from "preact";

import { createClient } from "../../shared/client";
import { OrderPoints } from "./OrderPoints";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  const { id } = shopify.orderConfirmation.value.order;
  render(<OrderPoints orderId={id} client={client} words={shopify.i18n} />, document.body);
}
