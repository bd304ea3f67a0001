import { BlockStack, Box, Card, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { PREVIEW_LIMIT, type VipPreview, type VipSettings } from "../schema";

import { PreviewMoves } from "./PreviewMoves";
import type { VipFormState } from "./use-vip-form";

type Props = {
  state: Pick<VipFormState, "form" | "isDirty" | "isValid">;
  /** As saved. */
  settings: VipSettings;
  currencyCode: string;
  preview: VipPreview | null;
  /** The preview is of the form as it is now. */
  isFresh: boolean;
};

/** Who would move if the form were saved: by name, before anything happens. */
export function PreviewCard(props: Props) {
  const { t } = useTranslation("vip");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("preview.title")}
          </Text>
          <div aria-live="polite">
            <Text as="p" tone="subdued">
              {useStatus(props)}
            </Text>
          </div>
        </BlockStack>
      </Box>
      {props.state.isDirty && props.state.isValid ? <PreviewBody {...props} /> : null}
    </Card>
  );
}

function useStatus({ state, preview, isFresh }: Props): string {
  const { t } = useTranslation("vip");
  if (!state.isDirty) return t("preview.idle");
  if (!state.isValid) return t("preview.invalid");
  if (!preview || !isFresh) return t("preview.updating");
  if (preview.unavailable.length > 0)
    return t("unavailable.text", {
      measures: preview.unavailable.map((one) => t(`basis.${one}`)).join(", "),
    });
  if (preview.moveCount === 0) return t("preview.none");
  const moves = t("preview.count", { count: preview.moveCount });
  return preview.keptCount === 0 ? moves : `${moves} ${t("preview.kept", { count: preview.keptCount })}`;
}

function PreviewBody({ state, settings, currencyCode, preview, isFresh }: Props) {
  const { t } = useTranslation("vip");
  if (!preview) {
    return (
      <Box padding="400" paddingBlockStart="0">
        <SkeletonBodyText lines={4} />
      </Box>
    );
  }
  const nameOf = (tierId: string, kind: "now" | "after") => {
    const saved = settings.tiers.find((tier) => tier.id === tierId)?.name ?? settings.formerTierNames[tierId];
    const typed = state.form.tiers.find((tier) => tier.id === tierId)?.name.trim();
    const name = kind === "now" ? (saved ?? typed) : (typed ?? saved);
    return name === undefined ? t("preview.formerTier") : name || t("tiers.nameless");
  };
  const tierIds = [...new Set([...settings.tiers, ...state.form.tiers].map((tier) => tier.id))];
  return (
    <div style={isFresh ? {} : { opacity: 0.5 }} aria-busy={!isFresh}>
      <Box padding="400" paddingBlockStart="0">
        <BlockStack gap="100" as="ul">
          {tierIds.map((tierId) => (
            <li key={tierId} style={{ listStyle: "none" }}>
              <InlineStack align="space-between" gap="200">
                <Text as="span">{nameOf(tierId, "after")}</Text>
                <Text as="span" numeric fontWeight="semibold">
                  {t("preview.tier", { now: preview.before[tierId] ?? 0, after: preview.after[tierId] ?? 0 })}
                </Text>
              </InlineStack>
            </li>
          ))}
        </BlockStack>
      </Box>
      {preview.moves.length > 0 ? (
        <PreviewMoves moves={preview.moves} currencyCode={currencyCode} nameOf={nameOf} />
      ) : null}
      {preview.moveCount > preview.moves.length ? (
        <Box padding="400">
          <Text as="p" tone="subdued">
            {t("preview.more", { count: preview.moveCount - preview.moves.length, limit: PREVIEW_LIMIT })}
          </Text>
        </Box>
      ) : null}
    </div>
  );
}
