import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";

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
    <ConfirmDialog
      title={t(`change.${kind}.title`, { name })}
      text={t(`change.${kind}.text`)}
      action={t(`change.${kind}.name`)}
      back={t("change.cancel")}
      isDestructive={kind === "stop" || kind === "discard"}
      onClose={onClose}
      onConfirm={onConfirm}
    />
  );
}
