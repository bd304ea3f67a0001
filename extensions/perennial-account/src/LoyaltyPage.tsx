import "@shopify/ui-extensions/preact";
import { render } from "preact";

import type { MemberAnswer } from "../../shared/answers";
import { createClient } from "../../shared/client";
import type { Words } from "../../shared/words";
import { Balance } from "./member/Balance";
import { Earn } from "./member/Earn";
import { History } from "./member/History";
import { Hold } from "./member/Hold";
import { FailureNotice, RefusalNotice } from "./member/Notices";
import { Rewards } from "./member/Rewards";
import { type Member, useMember } from "./member/use-member";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  render(<LoyaltyPage client={client} words={shopify.i18n} />, document.body);
}

/** Everything a member has and can do. */
function LoyaltyPage({ client, words }: { client: ReturnType<typeof createClient>; words: Words }) {
  const member = useMember(client);
  const { loaded, reload } = member;
  return (
    <s-page heading={words.translate("heading")}>
      {loaded.kind === "loading" && <s-skeleton-paragraph />}
      {loaded.kind === "failed" && <FailureNotice error={loaded.error} words={words} onRetry={reload} />}
      {loaded.kind === "there" && <Everything answer={loaded.answer} member={member} words={words} />}
    </s-page>
  );
}

function Everything({ answer, member, words }: { answer: MemberAnswer; member: Member; words: Words }) {
  const { rewards, earnRules, hold } = answer.member;
  return (
    <s-stack gap="large">
      <RefusalNotice refusal={member.refusal} words={words} />
      <s-section>
        <Balance answer={answer} words={words} />
      </s-section>
      {rewards.length + earnRules.length === 0 && <s-text color="subdued">{words.translate("off")}</s-text>}
      {hold !== null && <Hold hold={hold} rewards={rewards} member={member} words={words} />}
      <Rewards answer={answer} member={member} words={words} />
      <Earn answer={answer} words={words} />
      {answer.referralUrl !== null && <Referral url={answer.referralUrl} words={words} />}
      <History lines={answer.history} words={words} />
      {answer.preferencesUrl !== null && (
        <s-link href={answer.preferencesUrl} target="_blank">
          {words.translate("preferences")}
        </s-link>
      )}
    </s-stack>
  );
}

function Referral({ url, words }: { url: string; words: Words }) {
  return (
    <s-section heading={words.translate("referral.heading")}>
      <s-stack gap="small-200">
        <s-text>{words.translate("referral.text")}</s-text>
        <s-stack direction="inline" gap="base" alignItems="center">
          <s-text type="strong">{url}</s-text>
          <s-button commandFor="perennial-referral" command="--copy" variant="secondary">
            {words.translate("copy")}
          </s-button>
          <s-clipboard-item id="perennial-referral" text={url} />
        </s-stack>
      </s-stack>
    </s-section>
  );
}
