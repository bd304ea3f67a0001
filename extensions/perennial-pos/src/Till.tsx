import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useRef, useState } from "preact/hooks";

import type { CustomerAnswer, RewardView } from "../../shared/answers";
import { type Client, createClient } from "../../shared/client";
import { mostPoints, pointsIn, type Words } from "../../shared/words";
import { type Given, giveReward, useCustomer } from "./use-customer";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.session.getSessionToken(),
    locale: shopify.locale.current.value,
  });
  const customerId = shopify.cart.current.value.customer?.id ?? null;
  const words = shopify.i18n as Words;
  render(<Till client={client} customerId={customerId} words={words} />, document.body);
}

type Shown = { client: Client; customerId: number; words: Words };

/** The customer in the cart: what they have, and what they can have for it. A code goes into the cart at once. */
function Till({ customerId, ...shown }: Omit<Shown, "customerId"> & { customerId: number | null }) {
  const { words } = shown;
  return (
    <s-page heading={words.translate("heading")}>
      {customerId === null ? (
        <s-empty-state
          heading={words.translate("nobody.heading")}
          subheading={words.translate("nobody.text")}
        />
      ) : (
        <Customer {...shown} customerId={customerId} />
      )}
    </s-page>
  );
}

function Customer({ client, customerId, words }: Shown) {
  const { loaded, load } = useCustomer(client, customerId);
  const [busy, setBusy] = useState<string | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  // The second tap of a double tap comes before the button is drawn anew.
  const isAsking = useRef(false);
  if (loaded.kind === "loading") return <s-spinner accessibilityLabel={words.translate("loading")} />;
  if (loaded.kind === "failed")
    return (
      <s-stack gap="base">
        <s-banner tone="critical" heading={words.translate(`failed.${knownError(loaded.error)}`)} />
        <s-button onClick={() => void load()}>{words.translate("retry")}</s-button>
      </s-stack>
    );
  const { answer } = loaded;
  const redeem = async (reward: RewardView) => {
    if (isAsking.current) return;
    isAsking.current = true;
    setBusy(reward.id);
    const points = reward.incremental ? mostPoints(reward, answer.member.availablePoints) : undefined;
    const wish = { rewardId: reward.id, ...(points === undefined ? {} : { points }) };
    const outcome = await giveReward({ client, customerId, load }, wish);
    if (outcome.kind === "given" && outcome.hold.code !== null)
      await shopify.cart.addCartCodeDiscount(outcome.hold.code);
    setGiven(outcome);
    setBusy(null);
    isAsking.current = false;
  };
  return (
    <s-scroll-box>
      <s-stack gap="base">
        {given !== null && <Outcome given={given} words={words} />}
        <Balance answer={answer} words={words} />
        <OpenReward answer={answer} words={words} />
        <Rewards answer={answer} words={words} busy={busy} onRedeem={(reward) => void redeem(reward)} />
      </s-stack>
    </s-scroll-box>
  );
}

function Balance({ answer, words }: { answer: CustomerAnswer; words: Words }) {
  const { availablePoints, pendingPoints } = answer.member;
  return (
    <s-section heading={pointsIn(words, availablePoints)}>
      {answer.tierName !== null && <s-badge>{answer.tierName}</s-badge>}
      {pendingPoints > 0 && (
        <s-text>{words.translate("pending", { points: pointsIn(words, pendingPoints) })}</s-text>
      )}
    </s-section>
  );
}

/** A reward that is open already: its code can be put into the cart again. */
function OpenReward({ answer, words }: { answer: CustomerAnswer; words: Words }) {
  const code = answer.member.hold?.code ?? null;
  if (code === null) return null;
  return (
    <s-section heading={words.translate("open")}>
      <s-text>{code}</s-text>
      <s-button onClick={() => void shopify.cart.addCartCodeDiscount(code)}>
        {words.translate("apply")}
      </s-button>
    </s-section>
  );
}

function Rewards({
  answer,
  words,
  busy,
  onRedeem,
}: {
  answer: CustomerAnswer;
  words: Words;
  busy: string | null;
  onRedeem: (reward: RewardView) => void;
}) {
  const { rewards, hold } = answer.member;
  if (rewards.length === 0) return <s-text>{words.translate("off")}</s-text>;
  return (
    <s-section heading={words.translate("rewards")}>
      {rewards.map((reward) => (
        <s-stack key={reward.id} direction="inline" gap="base" justifyContent="space-between">
          <s-text>{`${reward.title} · ${pointsIn(words, reward.costPoints)}`}</s-text>
          <s-button
            disabled={!reward.affordable || hold !== null || busy !== null}
            loading={busy === reward.id}
            onClick={() => onRedeem(reward)}
          >
            {words.translate("redeem")}
          </s-button>
        </s-stack>
      ))}
    </s-section>
  );
}

function Outcome({ given, words }: { given: Given; words: Words }) {
  switch (given.kind) {
    case "given":
      return (
        <s-banner
          tone="success"
          heading={words.translate(given.hold.code === null ? "credited" : "applied")}
        />
      );
    case "refused":
      return <s-banner tone="warning" heading={words.translate(`failed.${knownError(given.reason)}`)} />;
    case "late":
      return <s-banner tone="info" heading={words.translate("late")} />;
  }
}

const KNOWN = ["not-found", "offline", "too-often", "not-enough", "hold-open"] as const;

function knownError(error: string): string {
  return KNOWN.find((known) => known === error) ?? "other";
}
