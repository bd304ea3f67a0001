import { Badge, type BadgeProps } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { RecoveryState } from "../schema";

const TONES: Record<RecoveryState, BadgeProps["tone"]> = {
  waiting: "attention",
  sent: "info",
  recovered: "success",
  "held-out": undefined,
  stopped: undefined,
};

/** Where a left checkout stands. */
export function StateBadge({ state }: { state: RecoveryState }) {
  const { t } = useTranslation("cart-recovery");
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{t(`state.${state}`)}</Badge>;
}
