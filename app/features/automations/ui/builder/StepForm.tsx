import { FormLayout } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";

import { CountField } from "../fields/CountField";
import { EventsField } from "../fields/EventsField";
import { ActionForm } from "./ActionForm";
import { useBuilder } from "./builder-context";
import { ConditionField } from "./ConditionField";
import { DelayForm } from "./DelayForm";
import { SplitForm } from "./SplitForm";
import { useProblemAt } from "./use-problem-at";

/** The form of a step of any kind. */
export function StepForm({ step }: { step: Step }) {
  const { editor } = useBuilder();
  switch (step.kind) {
    case "delay":
      return (
        <DelayForm
          stepId={step.id}
          delay={step.delay}
          onChange={(delay) => editor.replace({ ...step, delay })}
        />
      );
    case "wait":
      return <WaitForm step={step} />;
    case "branch":
      return (
        <ConditionField
          value={step.condition}
          place={`steps.${step.id}.condition`}
          onChange={(condition) => editor.replace({ ...step, condition })}
        />
      );
    case "split":
      return <SplitForm step={step} />;
    case "holdout":
      return <HoldoutForm step={step} />;
    case "action":
      return <ActionForm step={step} />;
    case "end":
      return null;
  }
}

type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function WaitForm({ step }: { step: StepOf<"wait"> }) {
  const { t } = useTranslation("flow-screens");
  const { editor, materials } = useBuilder();
  const problemAt = useProblemAt();
  return (
    <FormLayout>
      <EventsField
        label={t("field.waitFor")}
        value={step.events}
        events={materials.events}
        onChange={(events) => editor.replace({ ...step, events })}
        {...problemAt(`steps.${step.id}.events`)}
      />
      <CountField
        label={t("field.timeout")}
        suffix={t("field.hours")}
        value={step.timeoutHours}
        min={1}
        max={24 * 365}
        onChange={(timeoutHours) => editor.replace({ ...step, timeoutHours })}
      />
    </FormLayout>
  );
}

function HoldoutForm({ step }: { step: StepOf<"holdout"> }) {
  const { t } = useTranslation("flow-screens");
  const { editor } = useBuilder();
  return (
    <CountField
      label={t("field.share")}
      helpText={t("field.shareHelp")}
      suffix="%"
      value={Math.round(step.shareBp / 100)}
      min={0}
      max={50}
      onChange={(percent) => editor.replace({ ...step, shareBp: percent * 100 })}
    />
  );
}
