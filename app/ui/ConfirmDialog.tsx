import { Modal, Text } from "@shopify/polaris";

/** Asks before something is done that others notice, and says what it means. */
export function ConfirmDialog({
  title,
  text,
  action,
  back,
  isDestructive,
  onClose,
  onConfirm,
}: {
  title: string;
  text: string;
  /** Name of what is done, and of leaving it. */
  action: string;
  back: string;
  isDestructive: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  return (
    <Modal
      open
      onClose={onClose}
      title={title}
      primaryAction={{ content: action, destructive: isDestructive, onAction: onConfirm }}
      secondaryActions={[{ content: back, onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{text}</Text>
      </Modal.Section>
    </Modal>
  );
}
