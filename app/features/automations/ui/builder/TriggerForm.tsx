import { useTranslation } from "react-i18next";
import { FormLayout } from "@shopify/polaris";

import { ConditionSchema } from "~/engine/facts/condition";
import type { FlowDefinition } from "~/engine/flows/definition";
import type { PartItem } from "~/engine/flows/presenter.server";
import { useLocale } from "~/ui/locale-context";

import { ASKS_NOTHING } from "../../rules/new-parts";
import { TRIGGER_SETTINGS } from "../../schema";
import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { EventsField } from "../fields/EventsField";
import { FactDateSelect } from "../fields/FactDateSelect";
import { TimeField } from "../fields/TimeField";
import { weekdayNames } from "../weekdays";
import { useBuilder } from "./builder-context";
import { ConditionField } from "./ConditionField";
import { SettingsForm } from "./SettingsForm";
import { useProblemAt } from "./use-problem-at";

type Trigger = FlowDefinition["trigger"];
type Settings = Record<string, unknown>;
type FormProps = { settings: Settings; onChange: (part: Settings) => void };

/** The settings of a trigger; of one that has no form here, as its feature describes them. */
export function TriggerForm({ trigger: { key, settings }, item }: { trigger: Trigger; item: PartItem }) {
  const { editor } = useBuilder();
  const onChange = (part: Settings) =>
    editor.change({ trigger: { key, settings: { ...settings, ...part } } }, "trigger");
  switch (key) {
    case "events.happened":
      return <HappenedForm settings={settings} onChange={onChange} />;
    case "dates.customer":
      return <DateForm settings={settings} onChange={onChange} />;
    case "segments.entered":
    case "segments.left":
      return <TriggerCondition settings={settings} onChange={onChange} />;
    case "schedule.recurring":
      return <ScheduleForm settings={settings} onChange={onChange} />;
    case "people.by-hand":
      return null;
    default:
      return (
        <SettingsForm of="triggers" item={item} settings={settings} place="trigger" onChange={onChange} />
      );
  }
}

function HappenedForm({ settings, onChange }: FormProps) {
  const { t } = useTranslation("flow-screens");
  const { materials } = useBuilder();
  const problemAt = useProblemAt();
  const { events } = settings;
  return (
    <EventsField
      label={t("field.events")}
      value={Array.isArray(events) ? (events as string[]) : []}
      events={materials.events}
      onChange={(next) => onChange({ events: next })}
      {...problemAt("trigger.settings.events")}
    />
  );
}

function TriggerCondition({ settings, onChange }: FormProps) {
  const read = ConditionSchema.safeParse(settings.condition);
  return (
    <ConditionField
      value={read.success ? read.data : ASKS_NOTHING}
      place="trigger.settings.condition"
      onChange={(condition) => onChange({ condition })}
    />
  );
}

const DATE = TRIGGER_SETTINGS["dates.customer"];

function DateForm({ settings, onChange }: FormProps) {
  const { t } = useTranslation("flow-screens");
  const { materials } = useBuilder();
  const problemAt = useProblemAt();
  const read = DATE.safeParse({ fact: "", ...settings });
  const { fact, offsetDays, time, repeats, leapDay } = read.success ? read.data : DATE.parse({ fact: "" });
  return (
    <FormLayout>
      <FactDateSelect
        label={t("field.fact")}
        value={fact}
        facts={materials.facts}
        onChange={(next) => onChange({ fact: next })}
        {...(fact === "" ? { error: t("problem.setting.fact") } : problemAt("trigger.settings.fact"))}
      />
      <CountField
        label={t("field.offsetDays")}
        helpText={t("field.offsetHelp")}
        value={offsetDays}
        min={-365}
        max={3_650}
        onChange={(days) => onChange({ offsetDays: days })}
      />
      <TimeField
        label={t("field.time")}
        helpText={t("field.shopTime")}
        value={time}
        onChange={(next) => onChange({ time: next })}
      />
      <ChoiceSelect
        label={t("field.repeats")}
        value={repeats}
        choices={(["once", "yearly"] as const).map((value) => ({ value, label: t(`field.repeat.${value}`) }))}
        onChange={(next) => onChange({ repeats: next })}
      />
      {repeats === "yearly" ? (
        <ChoiceSelect
          label={t("field.leapDay")}
          value={leapDay}
          choices={(["february-28", "march-1"] as const).map((value) => ({
            value,
            label: t(`field.leap.${value}`),
          }))}
          onChange={(next) => onChange({ leapDay: next })}
        />
      ) : null}
    </FormLayout>
  );
}

const SCHEDULE = TRIGGER_SETTINGS["schedule.recurring"];

function ScheduleForm({ settings, onChange }: FormProps) {
  const { t } = useTranslation("flow-screens");
  const weekdays = weekdayNames(useLocale(), "long");
  const start = { condition: ASKS_NOTHING, every: "week" } as const;
  const read = SCHEDULE.safeParse({ ...start, ...settings });
  const { every, weekday, dayOfMonth, time } = read.success ? read.data : SCHEDULE.parse(start);
  return (
    <FormLayout>
      <ChoiceSelect
        label={t("field.every")}
        value={every}
        choices={(["day", "week", "month"] as const).map((value) => ({
          value,
          label: t(`field.each.${value}`),
        }))}
        onChange={(next) => onChange({ every: next })}
      />
      {every === "week" ? (
        <ChoiceSelect
          label={t("field.weekday")}
          value={String(weekday)}
          choices={weekdays.map((label, index) => ({ value: String(index + 1), label }))}
          onChange={(next) => onChange({ weekday: Number(next) })}
        />
      ) : null}
      {every === "month" ? (
        <CountField
          label={t("field.dayOfMonth")}
          helpText={t("field.dayOfMonthHelp")}
          value={dayOfMonth}
          min={1}
          max={31}
          onChange={(day) => onChange({ dayOfMonth: day })}
        />
      ) : null}
      <TimeField
        label={t("field.time")}
        helpText={t("field.shopTime")}
        value={time}
        onChange={(next) => onChange({ time: next })}
      />
      <TriggerCondition settings={settings} onChange={onChange} />
    </FormLayout>
  );
}
