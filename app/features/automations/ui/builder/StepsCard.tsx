import { BlockStack, Card, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";
import { pathsOf } from "~/engine/flows/rules/program";

import type { Gap } from "../../rules/edit-flow";
import styles from "../Flows.module.css";
import { AddStep } from "./AddStep";
import { useBuilder } from "./builder-context";
import { PartProblems } from "./PartProblems";
import { StepRow } from "./StepRow";

/** What the flow does, from top to bottom; the paths of a step stand indented under it. */
export function StepsCard() {
  const { t } = useTranslation("flow-screens");
  const { editor } = useBuilder();
  const { steps } = editor.definition;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("builder.steps")}
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            {t("builder.keys")}
          </Text>
        </BlockStack>
        <div id="part-steps" tabIndex={-1}>
          <StepPath steps={steps} parentId={null} path="" name={t("builder.steps")} />
        </div>
        {steps.length === 0 ? <PartProblems place="steps" /> : null}
      </BlockStack>
    </Card>
  );
}

function StepPath({ steps, name, ...place }: Omit<Gap, "index"> & { steps: readonly Step[]; name: string }) {
  return (
    <BlockStack gap="200">
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          <AddStep gap={{ ...place, index }} within={name} isLast={false} />
          <div id={`step-${step.id}`} tabIndex={-1} role="group">
            <StepRow step={step} isFirst={index === 0} isLast={index === steps.length - 1} />
            <Paths step={step} />
          </div>
        </Fragment>
      ))}
      <AddStep gap={{ ...place, index: steps.length }} within={name} isLast />
    </BlockStack>
  );
}

function Paths({ step }: { step: Step }) {
  const { words } = useBuilder();
  const paths = pathsOf(step);
  if (paths.length === 0) return null;
  return (
    <BlockStack gap="300">
      {paths.map(({ name, steps }, index) => (
        // Names of variants are typed: two may be the same for a while.
        <div key={index} className={styles.path} role="group" aria-label={words.path(step, name)}>
          <BlockStack gap="200">
            <Text as="p" fontWeight="semibold" variant="bodySm">
              {words.path(step, name)}
            </Text>
            <StepPath steps={steps} parentId={step.id} path={name} name={words.path(step, name)} />
          </BlockStack>
        </div>
      ))}
    </BlockStack>
  );
}
