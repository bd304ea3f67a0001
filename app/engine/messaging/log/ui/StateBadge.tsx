import { Badge, type BadgeProps } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { MessageState } from "../schema";

const TONES: Record<MessageState, BadgeProps["tone"]> = {
  queued: "attention",
  sent: "success",
  cancelled: undefined,
  uncertain: "warning",
  failed: "critical",
};

/** Where a message stands. */
export function StateBadge({ state }: { state: MessageState }) {
  const { t } = useTranslation("messaging");
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{t(`log.state.${state}`)}</Badge>;
}
