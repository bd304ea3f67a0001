import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FlowProblem } from "~/engine/flows/definition";
import { listSteps } from "~/engine/flows/rules/program";

import { anchorOf, ownerOf } from "../../rules/problem-place";
import { type Builder, useBuilder } from "./builder-context";

/** Everything that keeps the flow from being published; each leads to its place. */
export function ProblemsCard() {
  const { t } = useTranslation("flow-screens");
  const { problems } = useBuilder();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("builder.problems")}
        </Text>
        <div role="status">
          <Text as="p" tone={problems.length === 0 ? "success" : "critical"}>
            {problems.length === 0
              ? t("builder.noProblems")
              : t("builder.problemCount", { count: problems.length })}
          </Text>
        </div>
        <ProblemLinks />
      </BlockStack>
    </Card>
  );
}

/** The problems as a list of links. @param onFollow Called before the place is shown. */
export function ProblemLinks({ onFollow }: { onFollow?: () => void }) {
  const builder = useBuilder();
  const nameOf = usePlaceName(builder);
  if (builder.problems.length === 0) return null;
  return (
    <BlockStack gap="200" as="ul">
      {builder.problems.map((problem) => (
        <li key={`${problem.place} ${problem.code}`}>
          <Button
            variant="plain"
            textAlign="left"
            onClick={() => {
              onFollow?.();
              showPlace(problem);
            }}
          >
            {`${nameOf(problem)}: ${builder.problemWords(problem)}`}
          </Button>
        </li>
      ))}
    </BlockStack>
  );
}

function showPlace({ place }: FlowProblem): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(anchorOf(ownerOf(place)));
    element?.scrollIntoView({ block: "center" });
    element?.focus();
  });
}

function usePlaceName({ editor, words }: Builder): (problem: FlowProblem) => string {
  const { t } = useTranslation("flow-screens");
  const { steps, exits } = editor.definition;
  return ({ place }) => {
    const owner = ownerOf(place);
    if (owner.kind === "part") return t(`part.${owner.id}`);
    const step = listSteps(steps).find(({ id }) => id === owner.id);
    if (owner.kind === "step") return step ? words.step(step) : t("part.steps");
    const exit = exits.find(({ id }) => id === owner.id);
    return exit ? words.exit(exit) : t("part.exits");
  };
}
