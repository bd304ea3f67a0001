import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";

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
    <ConfirmDialog
      title={t(`change.${kind}.title`, { name })}
      text={t(`change.${kind}.text`)}
      action={t(`change.${kind}.name`)}
      back={t("change.back")}
      isDestructive={kind === "cancel" || kind === "discard"}
      onClose={onClose}
      onConfirm={onConfirm}
    />
  );
}
