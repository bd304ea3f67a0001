import { ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Delay } from "~/engine/flows/definition";
import { useLocale } from "~/ui/locale-context";

import { newDelay } from "../../rules/new-parts";
import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { FactDateSelect } from "../fields/FactDateSelect";
import { TimeField } from "../fields/TimeField";
import { weekdayNames } from "../weekdays";
import { useBuilder } from "./builder-context";
import { useProblemAt } from "./use-problem-at";

const KINDS = [
  "duration",
  "time-of-day",
  "weekday",
  "date",
  "fact-date",
] as const satisfies readonly Delay["kind"][];

type Props = { stepId: string; delay: Delay; onChange: (delay: Delay) => void };

/** How long, or until when, people wait. */
export function DelayForm({ stepId, delay, onChange }: Props) {
  const { t } = useTranslation("flow-screens");
  return (
    <FormLayout>
      <ChoiceSelect
        label={t("delay.kind")}
        value={delay.kind}
        choices={KINDS.map((value) => ({ value, label: t(`delay.${value}`) }))}
        onChange={(kind) => onChange(newDelay(kind, new Date().toISOString().slice(0, 10)))}
      />
      <DelayFields stepId={stepId} delay={delay} onChange={onChange} />
    </FormLayout>
  );
}

function DelayFields({ stepId, delay, onChange }: Props) {
  const { t } = useTranslation("flow-screens");
  const { materials } = useBuilder();
  const problemAt = useProblemAt();
  const time = (value: string, withTime: (next: string) => Delay) => (
    <TimeField
      label={t("field.time")}
      helpText={t("field.personTime")}
      value={value}
      onChange={(next) => onChange(withTime(next))}
    />
  );
  switch (delay.kind) {
    case "duration":
      return <DurationFields delay={delay} onChange={onChange} />;
    case "time-of-day":
      return time(delay.time, (next) => ({ ...delay, time: next }));
    case "weekday":
      return (
        <>
          <WeekdaysField
            value={delay.weekdays}
            onChange={(weekdays) => onChange({ ...delay, weekdays })}
            {...problemAt(`steps.${stepId}.delay.weekdays`)}
          />
          {time(delay.time, (next) => ({ ...delay, time: next }))}
        </>
      );
    case "date":
      return (
        <TextField
          label={t("field.date")}
          helpText={t("field.datePast")}
          type="date"
          autoComplete="off"
          value={delay.on}
          onChange={(on) => onChange({ ...delay, on })}
          {...problemAt(`steps.${stepId}.delay.on`)}
        />
      );
    case "fact-date":
      return (
        <>
          <FactDateSelect
            label={t("field.fact")}
            value={delay.fact}
            facts={materials.facts}
            onChange={(fact) => onChange({ ...delay, fact })}
            {...problemAt(`steps.${stepId}.delay.fact`)}
          />
          <CountField
            label={t("field.offsetDays")}
            helpText={t("field.offsetHelp")}
            value={delay.offsetDays}
            min={-365}
            max={365}
            onChange={(offsetDays) => onChange({ ...delay, offsetDays })}
          />
        </>
      );
  }
}

type Duration = Extract<Delay, { kind: "duration" }>;

function DurationFields({ delay, onChange }: { delay: Duration; onChange: (delay: Delay) => void }) {
  const { t } = useTranslation("flow-screens");
  return (
    <FormLayout.Group condensed>
      <CountField
        label={t("field.amount")}
        value={delay.amount}
        min={1}
        max={1_000}
        onChange={(amount) => onChange({ ...delay, amount })}
      />
      <ChoiceSelect
        label={t("field.unit")}
        value={delay.unit}
        choices={(["minutes", "hours", "days"] as const).map((value) => ({
          value,
          label: t(`unit.${value}`),
        }))}
        onChange={(unit) => onChange({ ...delay, unit })}
      />
    </FormLayout.Group>
  );
}

function WeekdaysField({
  value,
  error,
  onChange,
}: {
  value: readonly number[];
  error?: string | undefined;
  onChange: (weekdays: number[]) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const names = weekdayNames(useLocale(), "long");
  return (
    <ChoiceList
      allowMultiple
      title={t("field.weekdays")}
      selected={value.map(String)}
      choices={names.map((label, index) => ({ value: String(index + 1), label }))}
      onChange={(picked) => onChange(picked.map(Number).sort((a, b) => a - b))}
      {...(error ? { error } : {})}
    />
  );
}
