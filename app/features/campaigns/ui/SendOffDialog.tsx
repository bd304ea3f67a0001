import { Modal, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { AudiencePreview } from "../audience/presenter.server";

/** The last question before people are written to. */
export function SendOffDialog({
  data: { name, sendAt, mayCount },
  onClose,
  onConfirm,
}: {
  data: AudiencePreview;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation("campaigns");
  const instant = useFormatInstant();
  const { count } = useFormat();
  const people = t("preview.people", { count: mayCount, number: count(mayCount) });
  return (
    <Modal
      open
      onClose={onClose}
      title={t("sendOff.title", { name })}
      primaryAction={{ content: t(sendAt ? "sendOff.schedule" : "sendOff.send"), onAction: onConfirm }}
      secondaryActions={[{ content: t("change.back"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          {sendAt ? t("sendOff.later", { people, at: instant(sendAt) }) : t("sendOff.now", { people })}{" "}
          {t("sendOff.humane")}
        </Text>
      </Modal.Section>
    </Modal>
  );
}
