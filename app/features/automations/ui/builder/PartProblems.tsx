import { BlockStack, Text } from "@shopify/polaris";

import { problemsAt } from "../../rules/problem-place";
import { useBuilder } from "./builder-context";

/** What is wrong with a part of the flow, beside it. */
export function PartProblems({ place }: { place: string }) {
  const { problems, problemWords } = useBuilder();
  const found = problemsAt(problems, place);
  if (found.length === 0) return null;
  return (
    <BlockStack gap="050">
      {found.map((problem) => (
        <Text key={`${problem.place} ${problem.code}`} as="p" tone="critical" variant="bodySm">
          {problemWords(problem)}
        </Text>
      ))}
    </BlockStack>
  );
}
