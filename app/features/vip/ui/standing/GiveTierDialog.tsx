import { FormLayout, Modal, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { MANUAL_LIMITS, type VipStanding } from "../../manual/schema";

import type { StandingActions } from "./use-standing-actions";

/** Which tier, until which day, and why. */
export function GiveTierDialog({
  standing: { tiers, firstDay, lastDay },
  actions,
  onClose,
}: {
  standing: VipStanding;
  actions: StandingActions;
  onClose: () => void;
}) {
  const { t } = useTranslation("vip");
  const [wish, setWish] = useState({ tierId: tiers.at(-1)?.id ?? "", reason: "", until: "" });
  const change = (part: Partial<typeof wish>) => setWish((before) => ({ ...before, ...part }));
  const { answer } = actions;
  const problems = answer?.outcome === "invalid" ? answer.problems : [];
  const errorOf = (field: keyof typeof wish) => {
    const code = problems.find((problem) => problem.field === field)?.code;
    return code === undefined ? {} : { error: t(`manual.problem.${code}`) };
  };
  return (
    <Modal
      open
      title={t("manual.dialog")}
      onClose={onClose}
      primaryAction={{
        content: t("manual.confirm"),
        loading: actions.isBusy,
        onAction: () => actions.onGive(wish),
      }}
      secondaryActions={[{ content: t("manual.back"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <Select
            label={t("manual.tier")}
            options={tiers.map(({ id, name }) => ({ value: id, label: name }))}
            value={wish.tierId}
            onChange={(tierId) => change({ tierId })}
            {...errorOf("tierId")}
          />
          <TextField
            type="date"
            label={t("manual.until")}
            helpText={t("manual.untilHelp")}
            autoComplete="off"
            min={firstDay}
            max={lastDay}
            value={wish.until}
            onChange={(until) => change({ until })}
            {...errorOf("until")}
          />
          <TextField
            label={t("manual.reason")}
            helpText={t("manual.reasonHelp")}
            autoComplete="off"
            multiline={2}
            maxLength={MANUAL_LIMITS.reasonLength}
            value={wish.reason}
            onChange={(reason) => change({ reason })}
            {...errorOf("reason")}
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
