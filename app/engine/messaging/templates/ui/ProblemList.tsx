import { Badge, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Problem } from "../schema";

import type { EditorState } from "./use-editor";

type Props = {
  problems: readonly Problem[];
  state: Pick<EditorState, "language" | "variant" | "select" | "chooseLanguage">;
};

/** What is wrong and how to mend it; what keeps the template from being published comes first. */
export function ProblemList({ problems, state }: Props) {
  const { t } = useTranslation("templates");
  const sorted = [...problems].sort((a, b) => rank(a) - rank(b));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("problems.title")}
        </Text>
        <div aria-live="polite">{sorted.length === 0 ? <Text as="p">{t("problems.none")}</Text> : null}</div>
        {sorted.map((problem, index) => (
          <ProblemRow key={`${problem.code} ${index}`} problem={problem} state={state} />
        ))}
      </BlockStack>
    </Card>
  );
}

function rank({ severity }: Problem): number {
  return severity === "blocking" ? 0 : 1;
}

function ProblemRow({ problem, state }: { problem: Problem; state: Props["state"] }) {
  const { t } = useTranslation("templates");
  const { code, severity, language, blockId, line, column, snippet, params } = problem;
  const place = usePlace(problem, state);
  return (
    <Box paddingBlockStart="200" borderBlockStartWidth="025" borderColor="border">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Badge tone={severity === "blocking" ? "critical" : "attention"}>{t(`problems.${severity}`)}</Badge>
          <Text as="span" tone="subdued" variant="bodySm">
            {[language, place, line === null ? "" : t("problems.at", { line, column: column ?? 1 })]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </InlineStack>
        <Text as="p" fontWeight="semibold">
          {t(`problem.${code}.title`, params)}
        </Text>
        {snippet ? (
          <Text as="p" breakWord>
            <code>{snippet}</code>
          </Text>
        ) : null}
        <Text as="p" tone="subdued">
          {t(params.suggestion ? `problem.${code}.suggestion` : `problem.${code}.fix`, params)}
        </Text>
        {blockId ? (
          <InlineStack>
            <Button
              variant="plain"
              onClick={() => {
                state.chooseLanguage(language);
                state.select(blockOf(state, blockId));
              }}
            >
              {t("problems.show")}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Box>
  );
}

/** The block of the list: of one in a column, its columns. */
function blockOf({ variant }: Props["state"], blockId: string): string {
  const owner = variant.blocks.find(
    (block) => block.kind === "columns" && [...block.left, ...block.right].some(({ id }) => id === blockId),
  );
  return owner?.id ?? blockId;
}

function usePlace({ blockId, field }: Problem, { variant }: Props["state"]): string {
  const { t } = useTranslation("templates");
  const index = variant.blocks.findIndex(({ id }) => id === blockId);
  const block = variant.blocks[index];
  const of = field ? t([`block.${block?.kind ?? "text"}.${field}`, `field.${field}`]) : "";
  if (!block) return of;
  const name = t("problems.block", { number: index + 1, name: t(`block.${block.kind}.name`) });
  return of ? `${name}, ${of}` : name;
}
