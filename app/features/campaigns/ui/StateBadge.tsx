import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { CampaignState } from "../schema";

const TONES: Partial<Record<CampaignState, "info" | "attention" | "success">> = {
  scheduled: "info",
  sending: "info",
  paused: "attention",
  sent: "success",
};

/** Where a campaign stands. */
export function StateBadge({ state }: { state: CampaignState }) {
  const { t } = useTranslation("campaigns");
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{t(`state.${state}`)}</Badge>;
}
