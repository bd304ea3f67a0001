import { Modal, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FlowChange } from "../flow-screens/schema";

/** Asks before a flow is paused, ended or set going again, and says what that means for whom. */
export function ChangeDialog({
  name,
  kind,
  onClose,
  onConfirm,
}: {
  name: string;
  kind: FlowChange;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <Modal
      open
      onClose={onClose}
      title={t(`change.${kind}.title`, { name })}
      primaryAction={{
        content: t(`change.${kind}.name`),
        destructive: kind === "stop" || kind === "discard",
        onAction: onConfirm,
      }}
      secondaryActions={[{ content: t("change.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{t(`change.${kind}.text`)}</Text>
      </Modal.Section>
    </Modal>
  );
}
