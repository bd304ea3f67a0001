import "@shopify/ui-extensions/preact";
import { render } from "preact";

import { type Client, createClient } from "../../shared/client";
import { pointsIn, type Words } from "../../shared/words";
import { useCustomer } from "./use-customer";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.session.getSessionToken(),
    locale: shopify.locale.current.value,
  });
  const words = shopify.i18n as Words;
  const block = <CustomerBlock client={client} customerId={shopify.customer.id} words={words} />;
  render(block, document.body);
}

/** The balance on a customer's page. */
function CustomerBlock({ client, customerId, words }: { client: Client; customerId: number; words: Words }) {
  const { loaded } = useCustomer(client, customerId);
  return (
    <s-pos-block heading={words.translate("heading")}>
      {loaded.kind === "loading" && <s-text>{words.translate("loading")}</s-text>}
      {loaded.kind === "failed" && <s-text>{words.translate("failed.other")}</s-text>}
      {loaded.kind === "there" && (
        <s-stack direction="inline" gap="base">
          <s-text>{pointsIn(words, loaded.answer.member.availablePoints)}</s-text>
          {loaded.answer.tierName !== null && <s-badge>{loaded.answer.tierName}</s-badge>}
        </s-stack>
      )}
    </s-pos-block>
  );
}
