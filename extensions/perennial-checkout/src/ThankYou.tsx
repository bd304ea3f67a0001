import "@shopify/ui-extensions/preact";
import { render } from "preact";

import { createClient } from "../../shared/client";
import { OrderPoints } from "./OrderPoints";
import { Survey } from "./Survey";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  const { id } = shopify.orderConfirmation.value.order;
  const shown = { orderId: id, client, words: shopify.i18n };
  render(
    <>
      <OrderPoints {...shown} />
      <Survey {...shown} place="thank-you" />
    </>,
    document.body,
  );
}
