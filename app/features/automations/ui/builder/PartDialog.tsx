import { BlockStack, Modal } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Exit, Step } from "~/engine/flows/definition";
import { listSteps } from "~/engine/flows/rules/program";

import { EventsField } from "../fields/EventsField";
import { type OpenPart, useBuilder } from "./builder-context";
import { ConditionField } from "./ConditionField";
import { PartProblems } from "./PartProblems";
import { StepForm } from "./StepForm";
import { useProblemAt } from "./use-problem-at";

/** The form of a step or an exit, over the page. What is typed is in the flow at once; undo takes it back. */
export function PartDialog({ part, onClose }: { part: OpenPart; onClose: () => void }) {
  const { editor } = useBuilder();
  const { steps, exits } = editor.definition;
  const step = part.kind === "step" ? listSteps(steps).find(({ id }) => id === part.id) : undefined;
  const exit = part.kind === "exit" ? exits.find(({ id }) => id === part.id) : undefined;
  if (step) return <StepDialog step={step} onClose={onClose} />;
  if (exit) return <ExitDialog exit={exit} onClose={onClose} />;
  return null;
}

function StepDialog({ step, onClose }: { step: Step; onClose: () => void }) {
  const { t } = useTranslation("flow-screens");
  const { words } = useBuilder();
  return (
    <Modal
      open
      {...(step.kind === "branch" ? { size: "large" as const } : {})}
      onClose={onClose}
      title={step.kind === "action" ? words.step(step) : t(`kind.${step.kind}.name`)}
      primaryAction={{ content: t("builder.done"), onAction: onClose }}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <StepForm step={step} />
          {/* A condition shows its problems itself. */}
          {step.kind === "branch" ? null : <PartProblems place={`steps.${step.id}`} />}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function ExitDialog({ exit, onClose }: { exit: Exit; onClose: () => void }) {
  const { t } = useTranslation("flow-screens");
  const { editor, materials } = useBuilder();
  const problemAt = useProblemAt();
  const { id, when } = exit;
  const replace = (next: Exit["when"]) =>
    editor.change(
      { exits: editor.definition.exits.map((one) => (one.id === id ? { id, when: next } : one)) },
      `exit ${id}`,
    );
  return (
    <Modal
      open
      {...(when.kind === "condition" ? { size: "large" as const } : {})}
      onClose={onClose}
      title={t(`exit.${when.kind}`)}
      primaryAction={{ content: t("builder.done"), onAction: onClose }}
    >
      <Modal.Section>
        {when.kind === "event" ? (
          <EventsField
            label={t("field.events")}
            value={when.events}
            events={materials.events}
            onChange={(events) => replace({ kind: "event", events })}
            {...problemAt(`exits.${id}`)}
          />
        ) : (
          <ConditionField
            value={when.condition}
            place={`exits.${id}.condition`}
            onChange={(condition) => replace({ kind: "condition", condition })}
          />
        )}
      </Modal.Section>
    </Modal>
  );
}
