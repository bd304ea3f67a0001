import { BlockStack, Checkbox, ChoiceList, FormLayout, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { ProductPicking } from "~/engine/facts/ui/use-product-picking";

import type { ProgrammeForm } from "../form/schema";

import { FormField } from "./FormField";
import { GoodsFields } from "./GoodsFields";
import { RowList } from "./RowList";
import { SectionCard } from "./SectionCard";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

const COUNTS = ["tax", "shipping", "discounts", "pointsPaid", "giftCardPayments", "giftCardGoods"] as const;
const ROUNDINGS = ["down", "nearest", "up"] as const;

type Props = { state: ProgrammeFormState; products: ProductPicking };

/** What an order earns, and of which part of it. */
export function OrderRuleCard({ state, products }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { form, change } = state;
  return (
    <SectionCard title={t("order.title")} text={t("order.text")}>
      <Checkbox
        label={t("order.isOn")}
        checked={form.isOrderOn}
        onChange={(isOrderOn) => change({ isOrderOn })}
      />
      {form.isOrderOn ? (
        <>
          <Rate state={state} />
          <ChoiceList
            allowMultiple
            title={t("order.counts")}
            selected={form.counts}
            choices={COUNTS.filter((name) => name !== "pointsPaid" || form.counts.includes("discounts")).map(
              (name) => ({ value: name, label: t(`order.count.${name}`) }),
            )}
            onChange={(counts) => change({ counts: counts as ProgrammeForm["counts"] })}
          />
          <Excluded state={state} products={products} />
        </>
      ) : null}
    </SectionCard>
  );
}

function Rate({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  const { form, change, currencyCode } = state;
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <FormField
          kind="whole"
          label={t("order.points")}
          value={form.points}
          onChange={(points) => change({ points })}
          {...errorOf("order.points")}
        />
        <FormField
          kind="decimal"
          label={t("order.per")}
          suffix={currencyCode}
          value={form.per}
          onChange={(per) => change({ per })}
          {...errorOf("order.perMinor")}
        />
      </FormLayout.Group>
      <Select
        label={t("order.rounding")}
        options={ROUNDINGS.map((value) => ({ value, label: t(`order.round.${value}`) }))}
        value={form.rounding}
        onChange={(rounding) => change({ rounding: ROUNDINGS.find((one) => one === rounding) ?? "down" })}
      />
    </FormLayout>
  );
}

function Excluded({ state, products }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { form, changeRow, addRow, removeRow } = state;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("order.excluded")}
      </Text>
      <RowList
        rows={form.excluded}
        addLabel={t("goods.add")}
        removeLabel={({ value }) => t("remove", { name: products.nameOf(value) })}
        onAdd={() => addRow("excluded", { by: "product", value: "" })}
        onRemove={(id) => removeRow("excluded", id)}
      >
        {(goods, index) => (
          <GoodsFields
            {...{ state, products, goods }}
            path={`order.excluded.${index}`}
            onChange={(part) => changeRow("excluded", goods.id, part)}
          />
        )}
      </RowList>
    </BlockStack>
  );
}
