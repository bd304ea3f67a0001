import { useEffect, useId } from "react";
import { useTranslation } from "react-i18next";

/**
 * The admin's contextual save bar: shown while a form holds unsaved changes.
 *
 * The bar is drawn by App Bridge outside our frame; leaving the page with it open asks for confirmation.
 */
export function SaveBar({
  open,
  saving,
  onSave,
  onDiscard,
}: {
  open: boolean;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation("ui");
  const id = `save-bar-${useId().replaceAll(":", "")}`;

  useEffect(() => {
    const bar = window.shopify?.saveBar;
    void (open ? bar?.show(id) : bar?.hide(id));
    return () => {
      // Gone with its page, it is down already, and App Bridge would complain.
      if (document.getElementById(id)) void bar?.hide(id).catch(() => undefined);
    };
  }, [id, open]);

  return (
    <ui-save-bar id={id}>
      <button {...{ variant: "primary" }} type="button" disabled={saving} onClick={onSave}>
        {t("saveBar.save")}
      </button>
      <button type="button" disabled={saving} onClick={onDiscard}>
        {t("saveBar.discard")}
      </button>
    </ui-save-bar>
  );
}
