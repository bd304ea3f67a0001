import { useTranslation } from "react-i18next";

import { ConditionSchema } from "~/engine/facts/condition";
import { factLabel } from "~/engine/facts/rules/explain";
import { useConditionSentence } from "~/engine/facts/ui/use-condition-sentence";
import type { Delay, Exit, FlowDefinition, Step } from "~/engine/flows/definition";
import type { PartItem } from "~/engine/flows/presenter.server";
import { OfferSchema } from "~/engine/incentives/schema";
import { useOfferText } from "~/engine/incentives/ui/use-offer-text";
import { useLocale } from "~/ui/locale-context";
import { useFormat } from "~/ui/use-format";

import type { Materials } from "../flow-screens/schema";
import { TRIGGER_SETTINGS } from "../schema";
import { useNamed } from "./use-named";
import { weekdayNames } from "./weekdays";

export type FlowWords = {
  trigger: (trigger: FlowDefinition["trigger"]) => string;
  step: (step: Step) => string;
  exit: (exit: Exit) => string;
  /** What a path of a step is called. */
  path: (step: Step, name: string) => string;
  condition: (condition: unknown) => string;
};

/** Puts the parts of a flow into words in the reader's language, each in one line. */
export function useFlowWords(materials: Materials): FlowWords {
  const { t } = useTranslation("flow-screens");
  const events = useEventList();
  const delay = useDelayWords(materials);
  const trigger = useTriggerWords(materials);
  const action = useActionWords(materials);
  const format = useFormat();
  const { sentence } = useConditionSentence(materials);
  const condition = (written: unknown) => {
    const parsed = ConditionSchema.safeParse(written);
    return parsed.success ? sentence(parsed.data) : t("words.unreadable");
  };
  return {
    trigger,
    condition,
    exit: ({ when }) =>
      when.kind === "event"
        ? t("words.exitEvent", { events: events(when.events) })
        : t("words.exitCondition", { condition: condition(when.condition) }),
    path: (step, name) =>
      step.kind === "split" ? t("path.arm", { arm: name }) : t(`path.${step.kind}.${name}`),
    step: (step) => {
      switch (step.kind) {
        case "delay":
          return delay(step.delay);
        case "wait":
          return t("words.wait", { events: events(step.events), count: step.timeoutHours });
        case "branch":
          return t("words.branch", { condition: condition(step.condition) });
        case "split":
          return t("words.split", { arms: armShares(step.arms, format.share) });
        case "holdout":
          return t("words.holdout", { share: format.share(step.shareBp / 10_000) });
        case "action":
          return action(step);
        case "end":
          return t("words.end");
      }
    },
  };
}

function armShares(
  arms: readonly { key: string; weight: number }[],
  share: (part: number) => string,
): string {
  const whole = arms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return arms.map(({ key, weight }) => `${key} ${share(weight / whole)}`).join(", ");
}

function useEventList(): (events: readonly string[]) => string {
  const { t } = useTranslation("flow-screens");
  const { eventName } = useNamed();
  const list = new Intl.ListFormat(useLocale(), { type: "disjunction" });
  return (events) =>
    events.length === 0
      ? t("words.nothingChosen")
      : list.format(events.map((type) => `“${eventName(type)}”`));
}

function useFactName({ facts }: Materials): (fact: unknown) => string {
  const { t } = useTranslation("flow-screens");
  return (fact) => {
    const known = facts.find(({ key }) => key === fact);
    return known ? factLabel(known, { t: (key) => t(key) }) : t("words.nothingChosen");
  };
}

function useDelayWords(materials: Materials): (delay: Delay) => string {
  const { t } = useTranslation("flow-screens");
  const factName = useFactName(materials);
  const format = useFormat();
  const weekdays = weekdayNames(useLocale(), "short");
  return (delay) => {
    switch (delay.kind) {
      case "duration":
        return t(`words.delay.${delay.unit}`, { count: delay.amount });
      case "time-of-day":
        return t("words.delay.timeOfDay", { time: delay.time });
      case "weekday":
        return t("words.delay.weekday", {
          days: delay.weekdays.map((day) => weekdays[day - 1] ?? day).join(", "),
          time: delay.time,
        });
      case "date":
        return delay.on === ""
          ? t("words.delay.noDate")
          : t("words.delay.date", { day: format.day(delay.on) });
      case "fact-date":
        return t(`words.delay.fact.${sideOf(delay.offsetDays)}`, {
          fact: factName(delay.fact),
          count: Math.abs(delay.offsetDays),
        });
    }
  };
}

function sideOf(offsetDays: number): "before" | "on" | "after" {
  if (offsetDays === 0) return "on";
  return offsetDays < 0 ? "before" : "after";
}

function useTriggerWords(materials: Materials): FlowWords["trigger"] {
  const { t } = useTranslation("flow-screens");
  const events = useEventList();
  const factName = useFactName(materials);
  const { nameOf } = useNamed();
  const { sentence } = useConditionSentence(materials);
  const detailOf = (key: string, settings: Record<string, unknown>): string | null => {
    if (key === "events.happened") {
      const read = TRIGGER_SETTINGS[key].safeParse(settings);
      return read.success ? events(read.data.events) : null;
    }
    if (key === "dates.customer") {
      const read = TRIGGER_SETTINGS[key].safeParse(settings);
      if (!read.success) return null;
      const { fact, offsetDays } = read.data;
      return t(`words.date.${sideOf(offsetDays)}`, { fact: factName(fact), count: Math.abs(offsetDays) });
    }
    const condition = ConditionSchema.safeParse(settings.condition);
    return condition.success ? sentence(condition.data) : null;
  };
  return ({ key, settings }) => {
    const item = materials.triggers.find((one) => one.key === key);
    if (!item) return t("words.noTrigger");
    const label = nameOf("triggers", item);
    const detail = detailOf(key, settings);
    return detail === null ? label : t("words.detail", { label, detail });
  };
}

/** Its value is enough to say what is offered. */
const WrittenOfferSchema = OfferSchema.pick({ value: true });

type ActionStep = Extract<Step, { kind: "action" }>;

function useActionWords(materials: Materials): (step: ActionStep) => string {
  const { t } = useTranslation("flow-screens");
  const { nameOf } = useNamed();
  const offerText = useOfferText(materials.currencyCode);
  const detailOf = ({ action, settings }: ActionStep): string => {
    switch (action) {
      case "messages.send":
        return materials.templates.find(({ key }) => key === settings.templateKey)?.name ?? "";
      case "incentives.issue": {
        const offer = WrittenOfferSchema.safeParse(settings.offer);
        return offer.success ? offerText({ kind: offer.data.value.kind, value: offer.data.value }) : "";
      }
      case "flows.start":
        return materials.flows.find(({ id }) => id === settings.flowId)?.name ?? "";
      case "tags.add":
      case "tags.remove":
        return textIn(settings.tag);
      case "webhooks.call":
        return textIn(settings.url);
      default:
        return "";
    }
  };
  return (step) => {
    const item = materials.actions.find(({ key }) => key === step.action);
    if (!item) return t("words.noAction", { key: step.action });
    const label = nameOf("actions", item);
    const detail = detailOf(step) || pickedIn(item, step.settings);
    return detail === "" ? label : t("words.detail", { label, detail });
  };
}

/** What was picked of what the shop has, by its name. */
function pickedIn({ fields, options }: PartItem, settings: Record<string, unknown>): string {
  const picked = fields.flatMap(({ kind, name }) =>
    kind === "option" ? (options[name]?.find(({ value }) => value === settings[name])?.label ?? []) : [],
  );
  return picked.join(", ");
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
