import { BlockStack, FormLayout, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "~/engine/facts/schema";
import type { ProductPicking } from "~/engine/facts/ui/use-product-picking";

import { FormField } from "./FormField";
import { GoodsFields } from "./GoodsFields";
import { RowList } from "./RowList";
import { SectionCard } from "./SectionCard";
import { TierField } from "./TierField";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

type Props = { state: ProgrammeFormState; products: ProductPicking; tiers: readonly NamedValue[] };

/** When orders earn more: for tiers, goods and on certain days. */
export function MultipliersCard({ state, products, tiers }: Props) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <SectionCard title={t("multipliers.title")} text={t("multipliers.text")}>
      <Tiers state={state} tiers={tiers} />
      <Goods state={state} products={products} />
      <Periods state={state} />
    </SectionCard>
  );
}

type FactorList = "tiers" | "goods" | "periods";
type Row<List extends FactorList> = ProgrammeFormState["form"][List][number];

/** One list of factors: what each is for, and how many times the points. */
function Factors<List extends FactorList>(props: {
  state: ProgrammeFormState;
  list: List;
  addLabel: string;
  nameOf: (row: Row<List>) => string;
  blank: Omit<Row<List>, "id">;
  children: (row: Row<List>, index: number) => ReactNode;
}) {
  const { state, list, addLabel, nameOf, blank, children } = props;
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  const rows: readonly Row<List>[] = state.form[list];
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t(`multipliers.${list}`)}
      </Text>
      <RowList
        rows={rows}
        addLabel={addLabel}
        removeLabel={(row) => t("remove", { name: nameOf(row) })}
        onAdd={() => state.addRow(list, blank)}
        onRemove={(id) => state.removeRow(list, id)}
      >
        {(row, index) => (
          <FormLayout.Group condensed>
            {children(row, index)}
            <FormField
              kind="decimal"
              label={t("multipliers.factor")}
              suffix="×"
              value={row.factor}
              onChange={(factor) => state.changeRow<FactorList>(list, row.id, { factor })}
              {...errorOf(`multipliers.${list}.${index}.factorBp`)}
            />
          </FormLayout.Group>
        )}
      </RowList>
    </BlockStack>
  );
}

function Tiers({ state, tiers }: Omit<Props, "products">) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  const nameOf = (tag: string) => tiers.find(({ value }) => value === tag)?.label ?? tag;
  return (
    <Factors
      {...{ state, list: "tiers", addLabel: t("multipliers.addTier") }}
      nameOf={({ tier }) => nameOf(tier)}
      blank={{ tier: "", factor: "2" }}
    >
      {({ id, tier }, index) => (
        <TierField
          tiers={tiers}
          value={tier}
          onChange={(tag) => state.changeRow("tiers", id, { tier: tag })}
          {...errorOf(`multipliers.tiers.${index}.tier`)}
        />
      )}
    </Factors>
  );
}

function Goods({ state, products }: Omit<Props, "tiers">) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Factors
      {...{ state, list: "goods", addLabel: t("goods.add") }}
      nameOf={({ value }) => products.nameOf(value)}
      blank={{ by: "product", value: "", factor: "2" }}
    >
      {(goods, index) => (
        <GoodsFields
          {...{ state, products, goods }}
          path={`multipliers.goods.${index}`}
          onChange={(part) => state.changeRow("goods", goods.id, part)}
        />
      )}
    </Factors>
  );
}

function Periods({ state }: Pick<Props, "state">) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  return (
    <Factors
      {...{ state, list: "periods", addLabel: t("multipliers.addPeriod") }}
      nameOf={({ fromOn, toOn }) => `${fromOn} – ${toOn}`}
      blank={{ fromOn: "", toOn: "", factor: "2" }}
    >
      {(period, index) =>
        (["fromOn", "toOn"] as const).map((name) => (
          <FormField
            key={name}
            kind="day"
            label={t(`multipliers.${name}`)}
            value={period[name]}
            onChange={(day) => state.changeRow("periods", period.id, { [name]: day })}
            {...errorOf(`multipliers.periods.${index}.${name}`)}
          />
        ))
      }
    </Factors>
  );
}
