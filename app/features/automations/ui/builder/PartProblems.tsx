import { BlockStack, Text } from "@shopify/polaris";

import { problemsAt } from "../../rules/problem-place";
import { useBuilder } from "./builder-context";

/** What is wrong with a part of the flow and what is worth knowing of it, beside it. */
export function PartProblems({ place }: { place: string }) {
  const { problems, notices, problemWords } = useBuilder();
  const found = problemsAt(problems, place);
  const known = problemsAt(notices, place);
  if (found.length + known.length === 0) return null;
  return (
    <BlockStack gap="050">
      {found.map((problem) => (
        <Text key={`${problem.place} ${problem.code}`} as="p" tone="critical" variant="bodySm">
          {problemWords(problem)}
        </Text>
      ))}
      {known.map((notice) => (
        <Text key={`${notice.place} ${notice.code}`} as="p" tone="subdued" variant="bodySm">
          {problemWords(notice)}
        </Text>
      ))}
    </BlockStack>
  );
}
