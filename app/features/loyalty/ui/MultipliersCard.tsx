import { BlockStack, FormLayout, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { FormField } from "./FormField";
import { GoodsFields } from "./GoodsFields";
import type { ProductPicking } from "./ProductField";
import { RowList } from "./RowList";
import { SectionCard } from "./SectionCard";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

type Props = { state: ProgrammeFormState; products: ProductPicking };

/** When orders earn more: for tiers, goods and on certain days. */
export function MultipliersCard({ state, products }: Props) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <SectionCard title={t("multipliers.title")} text={t("multipliers.text")}>
      <Tiers state={state} />
      <Goods state={state} products={products} />
      <Periods state={state} />
    </SectionCard>
  );
}

function Tiers({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("multipliers.tiers")}
      </Text>
      <RowList
        rows={state.form.tiers}
        addLabel={t("multipliers.addTier")}
        removeLabel={({ tier }) => t("remove", { name: tier })}
        onAdd={() => state.addRow("tiers", { tier: "", factor: "2" })}
        onRemove={(id) => state.removeRow("tiers", id)}
      >
        {({ id, tier, factor }, index) => (
          <FormLayout.Group condensed>
            <FormField
              label={t("multipliers.tier")}
              value={tier}
              onChange={(typed) => state.changeRow("tiers", id, { tier: typed })}
              {...errorOf(`multipliers.tiers.${index}.tier`)}
            />
            <Factor
              value={factor}
              onChange={(typed) => state.changeRow("tiers", id, { factor: typed })}
              {...errorOf(`multipliers.tiers.${index}.factorBp`)}
            />
          </FormLayout.Group>
        )}
      </RowList>
    </BlockStack>
  );
}

function Goods({ state, products }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("multipliers.goods")}
      </Text>
      <RowList
        rows={state.form.goods}
        addLabel={t("goods.add")}
        removeLabel={({ value }) => t("remove", { name: products.nameOf(value) })}
        onAdd={() => state.addRow("goods", { by: "product", value: "", factor: "2" })}
        onRemove={(id) => state.removeRow("goods", id)}
      >
        {(goods, index) => (
          <FormLayout>
            <GoodsFields
              {...{ state, products, goods }}
              path={`multipliers.goods.${index}`}
              onChange={(part) => state.changeRow("goods", goods.id, part)}
            />
            <Factor
              value={goods.factor}
              onChange={(factor) => state.changeRow("goods", goods.id, { factor })}
              {...errorOf(`multipliers.goods.${index}.factorBp`)}
            />
          </FormLayout>
        )}
      </RowList>
    </BlockStack>
  );
}

function Periods({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("multipliers.periods")}
      </Text>
      <RowList
        rows={state.form.periods}
        addLabel={t("multipliers.addPeriod")}
        removeLabel={({ fromOn, toOn }) => t("remove", { name: `${fromOn} – ${toOn}` })}
        onAdd={() => state.addRow("periods", { fromOn: "", toOn: "", factor: "2" })}
        onRemove={(id) => state.removeRow("periods", id)}
      >
        {(period, index) => {
          const field = (name: "fromOn" | "toOn") => ({
            kind: "day" as const,
            label: t(`multipliers.${name}`),
            value: period[name],
            onChange: (day: string) => state.changeRow("periods", period.id, { [name]: day }),
            ...errorOf(`multipliers.periods.${index}.${name}`),
          });
          return (
            <FormLayout.Group condensed>
              <FormField {...field("fromOn")} />
              <FormField {...field("toOn")} />
              <Factor
                value={period.factor}
                onChange={(factor) => state.changeRow("periods", period.id, { factor })}
                {...errorOf(`multipliers.periods.${index}.factorBp`)}
              />
            </FormLayout.Group>
          );
        }}
      </RowList>
    </BlockStack>
  );
}

function Factor(props: { value: string; onChange: (factor: string) => void; error?: string }) {
  const { t } = useTranslation("loyalty-screens");
  return <FormField kind="decimal" label={t("multipliers.factor")} suffix="×" {...props} />;
}
