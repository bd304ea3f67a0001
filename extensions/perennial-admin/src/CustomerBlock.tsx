import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";

import type { CustomerAnswer } from "../../shared/answers";
import { type Asked, type Client, createClient } from "../../shared/client";
import { dayIn, moneyIn, pointsIn, type Words } from "../../shared/words";
import { type NextStep, nextStepOf } from "./next-step";

export default function extension() {
  // The admin completes addresses and adds the token of whoever looks.
  const client = createClient({ appUrl: "", getToken: null, locale: "" });
  const customerGid = shopify.data.selected[0]?.id ?? "";
  const words = shopify.i18n as Words;
  render(<CustomerBlock client={client} customerGid={customerGid} words={words} />, document.body);
}

type Shown = { client: Client; customerGid: string; words: Words };

function CustomerBlock({ client, customerGid, words }: Shown) {
  const [asked, setAsked] = useState<Asked<CustomerAnswer> | null>(null);
  const load = useCallback(async () => {
    setAsked(null);
    setAsked(await client.get<CustomerAnswer>(`/api/customer/${/(\d+)$/.exec(customerGid)?.[1] ?? ""}`));
  }, [client, customerGid]);
  useEffect(() => void load(), [load]);
  return (
    <s-admin-block heading={words.translate("heading")}>
      {asked === null && <s-spinner accessibilityLabel={words.translate("loading")} />}
      {asked?.kind === "failed" && <Failed error={asked.error} words={words} onRetry={() => void load()} />}
      {asked?.kind === "answered" && <Customer answer={asked.body} words={words} />}
    </s-admin-block>
  );
}

/** A customer the app does not know yet is no failure: the news of them is on its way. */
function Failed({ error, words, onRetry }: { error: string; words: Words; onRetry: () => void }) {
  if (error === "not-found") return <s-text>{words.translate("unknown")}</s-text>;
  return (
    <s-stack gap="base">
      <s-banner tone="critical">{words.translate("failed")}</s-banner>
      <s-button onClick={onRetry}>{words.translate("retry")}</s-button>
    </s-stack>
  );
}

function Customer({ answer, words }: { answer: CustomerAnswer; words: Words }) {
  const { member, tierName, orderCount, netMinor, currencyCode, pagePath } = answer;
  return (
    <s-stack gap="base">
      <s-stack direction="inline" gap="base" alignItems="center">
        <s-heading>{pointsIn(words, member.availablePoints)}</s-heading>
        {tierName !== null && <s-badge tone="info">{tierName}</s-badge>}
        {member.pendingPoints > 0 && (
          <s-badge>{words.translate("pending", { points: pointsIn(words, member.pendingPoints) })}</s-badge>
        )}
      </s-stack>
      <s-text>
        {words.translate("orders", { count: orderCount, amount: moneyIn(words, netMinor, currencyCode) })}
      </s-text>
      <s-text>{stepText(nextStepOf(answer, new Date()), words)}</s-text>
      <s-link href={`app:${pagePath}`}>{words.translate("open")}</s-link>
    </s-stack>
  );
}

function stepText(step: NextStep, words: Words): string {
  const key = `next.${step.kind}`;
  switch (step.kind) {
    case "use-reward":
      return step.on === null
        ? words.translate("next.use-reward-any-time")
        : words.translate(key, { day: dayIn(words, step.on) });
    case "points-expire":
      return words.translate(key, { points: pointsIn(words, step.points), day: dayIn(words, step.on) });
    case "overdue":
      return words.translate(key, { count: step.days, usual: step.usualDays });
    case "can-redeem":
      return words.translate(key, { reward: step.title });
    case "near-reward":
      return words.translate(key, { reward: step.title, points: pointsIn(words, step.missing) });
    case "first-order":
    case "nothing":
      return words.translate(key);
  }
}
