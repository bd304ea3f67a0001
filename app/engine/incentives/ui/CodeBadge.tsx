import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { CodeItem } from "../list/presenter.server";

const TONES = {
  requested: "info",
  issued: "attention",
  redeemed: "success",
  expired: undefined,
  failed: "critical",
} as const;

/** Where an incentive stands. */
export function CodeBadge({ state }: { state: CodeItem["state"] }) {
  const { t } = useTranslation("incentives");
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{t(`state.${state}`)}</Badge>;
}
