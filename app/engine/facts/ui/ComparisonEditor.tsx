import { BlockStack, Button, InlineGrid, InlineStack, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Comparison } from "../condition";
import { comparisonFor, operatorsOf, withOperator } from "../rules/edit";
import { factPhrase } from "../rules/explain";

import { placeIn, useEditor } from "./editor-context";
import { FactPicker } from "./FactPicker";
import { OperandField } from "./OperandField";
import { ParameterField } from "./ParameterField";

/** One comparison: what is looked at, with what was chosen for it, how, and with what. */
export function ComparisonEditor({
  comparison,
  place,
  onChange,
  onRemove,
}: {
  comparison: Comparison;
  place: string;
  onChange: (comparison: Comparison) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation("facts");
  const { wording, problemAt } = useEditor();
  const fact = wording.findFact(comparison.fact);
  const { operator, parameters } = comparison;
  return (
    <BlockStack gap="200">
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200" alignItems="start">
        <FactPicker
          value={comparison.fact}
          error={problemAt(placeIn(place, "fact"))}
          onChange={(picked) => onChange(comparisonFor(picked))}
        />
        {fact?.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={parameters[parameter.name] ?? parameter.default}
            error={problemAt(placeIn(place, `parameters.${parameter.name}`))}
            onChange={(value) =>
              onChange({ ...comparison, parameters: { ...parameters, [parameter.name]: value } })
            }
          />
        ))}
        {fact ? (
          <Select
            label={t("editor.operator")}
            options={operatorsOf(fact.type).map((one) => ({
              value: one,
              label: t(`operator.${fact.type === "set" && /known$/.test(one) ? `set-${one}` : one}`),
            }))}
            value={operator}
            error={problemAt(placeIn(place, "operator")) ?? false}
            onChange={(picked) => {
              const known = operatorsOf(fact.type).find((one) => one === picked);
              if (known) onChange(withOperator(comparison, known));
            }}
          />
        ) : null}
        {fact ? (
          <OperandField
            comparison={comparison}
            fact={fact}
            error={problemAt(placeIn(place, "operand"))}
            onChange={(operand) => onChange({ ...comparison, operand })}
          />
        ) : null}
      </InlineGrid>
      {fact && fact.history !== "exact" ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`history.${fact.history}`)}
        </Text>
      ) : null}
      <InlineStack align="end">
        <Button
          variant="plain"
          tone="critical"
          onClick={onRemove}
          accessibilityLabel={t("editor.remove", { what: factPhrase(comparison, wording) })}
        >
          {t("editor.remove-condition")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
