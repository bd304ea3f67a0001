import { BlockStack, Box, Button, ButtonGroup, InlineError, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Condition } from "~/engine/facts/condition";
import { findProblems } from "~/engine/facts/rules/problems";
import { ConditionEditor } from "~/engine/facts/ui/ConditionEditor";

import { type CustomerListQuery, MOST_CONDITION_LENGTH } from "../rules/list-query";
import type { CustomerListData } from "../schema";

const WHATEVER: Condition = { kind: "all", of: [] };

/** Writes the condition that narrows the list, as audiences are written. It is asked once it is applied. */
export function ConditionFilter({
  data: { query, facts, names, currencyCode },
  id,
  onShow,
  onClose,
}: {
  data: CustomerListData;
  id: string;
  onShow: (change: Partial<CustomerListQuery>) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("customers");
  const [draft, setDraft] = useState(query.condition ?? WHATEVER);
  /** What is still missing is not told before somebody thought it was all there. */
  const [isTried, setTried] = useState(false);
  const problems = findProblems(draft, (key) => facts.find((fact) => fact.key === key) ?? null);
  const isTooLong = JSON.stringify(draft).length > MOST_CONDITION_LENGTH;

  function show(condition: Condition | null) {
    onShow({ condition });
    onClose();
  }
  function apply() {
    if (problems.length > 0 || isTooLong) setTried(true);
    else show(draft.kind !== "fact" && draft.of.length === 0 ? null : draft);
  }

  return (
    <Box id={id} background="bg-surface-secondary" borderRadius="200" padding="300">
      <BlockStack gap="300">
        <Text as="p" tone="subdued">
          {t("condition.help")}
        </Text>
        <ConditionEditor
          value={draft}
          onChange={setDraft}
          facts={facts}
          names={names}
          currencyCode={currencyCode}
          problems={isTried ? problems : []}
        />
        {isTried && isTooLong ? (
          <InlineError message={t("condition.tooLong")} fieldID={`${id}-apply`} />
        ) : null}
        <ButtonGroup>
          <Button id={`${id}-apply`} variant="primary" onClick={apply}>
            {t("condition.apply")}
          </Button>
          {query.condition ? <Button onClick={() => show(null)}>{t("condition.clear")}</Button> : null}
        </ButtonGroup>
      </BlockStack>
    </Box>
  );
}
