import { Banner } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FlowNotice } from "~/engine/flows/contribution";

import { useProblemWords } from "./use-problem-words";

/** What is worth knowing before a flow is published; it may be published all the same. */
export function Notices({ notices }: { notices: readonly FlowNotice[] }) {
  const { t } = useTranslation("flow-screens");
  const words = useProblemWords();
  const lines = [...new Set(notices.map(words))];
  if (lines.length === 0) return null;
  return (
    <Banner tone="info" title={t("notices.title")}>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  );
}
