import "@shopify/ui-extensions/preact";
import { render } from "preact";

import type { MemberView } from "../../shared/answers";
import { createClient } from "../../shared/client";
import type { Words } from "../../shared/words";
import { Balance } from "./member/Balance";
import { FailureNotice } from "./member/Notices";
import { useMember } from "./member/use-member";

export default function extension() {
  const client = createClient({
    appUrl: process.env.APP_URL ?? "",
    getToken: () => shopify.sessionToken.get(),
    locale: shopify.localization.extensionLanguage.value.isoCode,
  });
  render(<ProfileBlock client={client} words={shopify.i18n} />, document.body);
}

/** The balance, and the way to the page with everything else. Nothing where there is no programme. */
function ProfileBlock({ client, words }: { client: ReturnType<typeof createClient>; words: Words }) {
  const { loaded, reload } = useMember(client);
  if (loaded.kind === "there" && isOff(loaded.answer.member)) return null;
  return (
    <s-section heading={words.translate("heading")}>
      {loaded.kind === "loading" && <s-skeleton-paragraph />}
      {loaded.kind === "failed" && <FailureNotice error={loaded.error} words={words} onRetry={reload} />}
      {loaded.kind === "there" && (
        <s-stack gap="base">
          <Balance answer={loaded.answer} words={words} />
          <s-link href="extension:perennial-account-page/">{words.translate("toPage")}</s-link>
        </s-stack>
      )}
    </s-section>
  );
}

/** No programme, and nothing left of one. */
function isOff({ rewards, earnRules, availablePoints, hold }: MemberView): boolean {
  return rewards.length + earnRules.length === 0 && availablePoints === 0 && hold === null;
}
