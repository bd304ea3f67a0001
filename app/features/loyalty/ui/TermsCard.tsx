import { ChoiceList, FormLayout } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { FormField } from "./FormField";
import { SectionCard } from "./SectionCard";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

/** How long points wait and are good for, and what happens when an order goes back. */
export function TermsCard({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const field = useNumberField(state);
  return (
    <SectionCard title={t("terms.title")} text={t("terms.text")}>
      <FormLayout>
        <FormField suffix={t("days")} {...field("holdingDays", { path: "holdingDays" })} />
        <FormLayout.Group>
          <FormField
            suffix={t("months")}
            placeholder={t("terms.forever")}
            {...field("expiryMonths", { path: "expiryMonths" })}
          />
          <FormField suffix={t("days")} {...field("noticeDays", { path: "noticeDays" })} />
        </FormLayout.Group>
      </FormLayout>
      <ChoiceList
        title={t("terms.debt")}
        selected={[state.form.debtPolicy]}
        choices={(["debt", "cap"] as const).map((value) => ({
          value,
          label: t(`terms.policy.${value}`),
          helpText: t(`terms.policyHelp.${value}`),
        }))}
        onChange={([debtPolicy]) => state.change({ debtPolicy: debtPolicy === "cap" ? "cap" : "debt" })}
      />
    </SectionCard>
  );
}

/** What keeps the programme from being emptied, and what its points count as in the books. */
export function SafetyCard({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const field = useNumberField(state);
  const none = { placeholder: t("noLimit") };
  return (
    <SectionCard title={t("safety.title")} text={t("safety.text")}>
      <FormLayout>
        <FormField {...field("manualLimitPoints", { path: "manualLimitPoints" })} />
        <FormLayout.Group>
          <FormField {...none} {...field("pointsPerDay", { path: "velocity.pointsPerDay" })} />
          <FormField {...none} {...field("earningsPerDay", { path: "velocity.earningsPerDay" })} />
        </FormLayout.Group>
        <FormField
          placeholder={t("safety.never")}
          suffix="×"
          {...field("outlierTimes", { path: "outlierTimes" })}
        />
        <FormField
          {...field("hundredPoints", { path: "hundredPointsMinor" })}
          kind="decimal"
          suffix={state.currencyCode}
        />
      </FormLayout>
    </SectionCard>
  );
}

type NumberName =
  | "holdingDays"
  | "expiryMonths"
  | "noticeDays"
  | "manualLimitPoints"
  | "pointsPerDay"
  | "earningsPerDay"
  | "outlierTimes"
  | "hundredPoints";

function useNumberField(state: ProgrammeFormState) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  return (name: NumberName, { path }: { path: string }) => ({
    kind: "whole" as const,
    label: t(`field.${name}`),
    help: t(`field.${name}Help`),
    value: state.form[name],
    onChange: (value: string) => state.change({ [name]: value }),
    ...errorOf(path),
  });
}
