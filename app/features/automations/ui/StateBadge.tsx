import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FlowState } from "~/engine/flows/schema";

const TONES = { live: "success", paused: "attention", draining: "info" } as const;

/** Where a flow stands in its life. */
export function StateBadge({ state }: { state: FlowState }) {
  const { t } = useTranslation("flows");
  const tone = state in TONES ? TONES[state as keyof typeof TONES] : null;
  return <Badge {...(tone ? { tone } : {})}>{t(`state.${state}`)}</Badge>;
}
