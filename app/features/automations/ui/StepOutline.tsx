import { BlockStack, Text } from "@shopify/polaris";

import type { Step } from "~/engine/flows/definition";
import { pathsOf } from "~/engine/flows/rules/program";

import styles from "./Flows.module.css";
import type { FlowWords } from "./use-flow-words";

/** Steps in words, from top to bottom; those of a path under its name. */
export function StepOutline({ steps, words }: { steps: readonly Step[]; words: FlowWords }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.id}>
          <Text as="span" breakWord>
            {words.step(step)}
          </Text>
          {pathsOf(step)
            .filter((path) => path.steps.length > 0)
            .map((path) => (
              <BlockStack key={path.name}>
                <Text as="span" tone="subdued" variant="bodySm">
                  {words.path(step, path.name)}
                </Text>
                <StepOutline steps={path.steps} words={words} />
              </BlockStack>
            ))}
        </li>
      ))}
    </ol>
  );
}
