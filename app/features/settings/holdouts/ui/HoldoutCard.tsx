import { BlockStack, Card, Checkbox, TextField } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { type HoldoutsErrors, type HoldoutsForm, SHARE_RANGE } from "../schema";

type Props = {
  kind: "global" | "flow";
  holdout: HoldoutsForm["global"];
  change: (holdout: HoldoutsForm["global"]) => void;
  errors: HoldoutsErrors;
  children?: ReactNode;
};

/** One holdout: whether there is one, and how many people are in it. */
export function HoldoutCard({ kind, holdout, change, errors, children }: Props) {
  const { t } = useTranslation("settings");
  const code = errors[`${kind}.share`];
  return (
    <Card>
      <BlockStack gap="400">
        <Checkbox
          label={t(`holdouts.${kind}.isOn`)}
          helpText={t(`holdouts.${kind}.isOnHelp`)}
          checked={holdout.isOn}
          onChange={(isOn) => change({ ...holdout, isOn })}
        />
        <TextField
          label={t(`holdouts.${kind}.share`)}
          helpText={t("holdouts.shareHelp")}
          type="text"
          inputMode="decimal"
          suffix="%"
          autoComplete="off"
          disabled={!holdout.isOn}
          value={holdout.share}
          onChange={(share) => change({ ...holdout, share })}
          {...(code ? { error: t([`holdouts.error.${code}`, "error.invalid"], SHARE_RANGE) } : {})}
        />
        {children}
      </BlockStack>
    </Card>
  );
}
