import { BlockStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { CampaignProblem } from "../schema";
import { useProblemWords } from "./use-problem-words";

/** Problems one below the other, each with the field it is of. */
export function ProblemList({ problems, url }: { problems: readonly CampaignProblem[]; url?: string }) {
  const { t } = useTranslation("campaigns");
  const words = useProblemWords();
  return (
    <BlockStack gap="100" as="ul">
      {problems.map((problem) => (
        <li key={`${problem.field} ${problem.code}`}>
          <Text as="span" fontWeight="semibold">
            {t(`fields.${problem.field.replaceAll(".", "-")}`)}:
          </Text>{" "}
          {words(problem)}
        </li>
      ))}
      {url ? (
        <li>
          <Link url={url}>{t("preview.mend")}</Link>
        </li>
      ) : null}
    </BlockStack>
  );
}
