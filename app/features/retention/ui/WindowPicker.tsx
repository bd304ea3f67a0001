import { Button, ButtonGroup } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { WINDOW_KEYS } from "../rules/window-keys";
import type { WindowKey } from "../schema";

/** How far back a page of figures looks: the choice is in its address. */
export function WindowPicker({
  chosen,
  path,
  onNavigate,
}: {
  chosen: WindowKey;
  path: string;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("retention");
  return (
    <div role="group" aria-label={t("window.label")}>
      <ButtonGroup variant="segmented">
        {WINDOW_KEYS.map((key) => (
          <Button key={key} pressed={key === chosen} onClick={() => onNavigate(`${path}?window=${key}`)}>
            {t(`window.${key}`)}
          </Button>
        ))}
      </ButtonGroup>
    </div>
  );
}
