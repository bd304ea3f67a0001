import { Modal, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { CampaignChange } from "../schema";

/** Asks before a campaign is held, called off or thrown away, and says what that means for whom. */
export function ChangeDialog({
  name,
  kind,
  onClose,
  onConfirm,
}: {
  name: string;
  kind: CampaignChange;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation("campaigns");
  return (
    <Modal
      open
      onClose={onClose}
      title={t(`change.${kind}.title`, { name })}
      primaryAction={{
        content: t(`change.${kind}.name`),
        destructive: kind === "cancel" || kind === "discard",
        onAction: onConfirm,
      }}
      secondaryActions={[{ content: t("change.back"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{t(`change.${kind}.text`)}</Text>
      </Modal.Section>
    </Modal>
  );
}
