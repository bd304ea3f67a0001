import "@shopify/ui-extensions/preact";
import { render } from "preact";

import { createClient } from "../../shared/client";
import { OrderPoints } from "./OrderPoints";
import { Survey } from "./Survey";

export default function extension() {
  const order = shopify.order.value;
  if (!order) return;
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  const shown = { orderId: order.id, client, words: shopify.i18n };
  render(
    <>
      <OrderPoints {...shown} />
      <Survey {...shown} place="order-status" />
    </>,
    document.body,
  );
}
