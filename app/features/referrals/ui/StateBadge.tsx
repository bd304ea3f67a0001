import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { ReferralState } from "../schema";

const TONES = {
  seen: undefined,
  held: "info",
  "in-review": "attention",
  rewarded: "success",
  refused: undefined,
} as const;

/** Where a referral stands. */
export function StateBadge({ state }: { state: ReferralState }) {
  const { t } = useTranslation("referrals");
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{t(`state.${state}`)}</Badge>;
}
