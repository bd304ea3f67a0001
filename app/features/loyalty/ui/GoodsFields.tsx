import { FormLayout, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { ProductPicking } from "~/engine/facts/ui/use-product-picking";

import type { GoodsForm } from "../form/schema";

import { FormField } from "./FormField";
import { ProductField } from "./ProductField";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

const WAYS = ["product", "type", "vendor"] as const;

/** Goods: one product, or all of a type or vendor. */
export function GoodsFields({
  state,
  products,
  goods: { by, value },
  path,
  onChange,
}: {
  state: Pick<ProgrammeFormState, "problems" | "currencyCode">;
  products: ProductPicking;
  goods: GoodsForm;
  /** In the settings. */
  path: string;
  onChange: (part: Partial<Pick<GoodsForm, "by" | "value">>) => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  const error = useProblemText(state)(`${path}.value`);
  return (
    <FormLayout.Group condensed>
      <Select
        label={t("goods.by")}
        options={WAYS.map((way) => ({ value: way, label: t(`goods.${way}`) }))}
        value={by}
        onChange={(way) => onChange({ by: WAYS.find((one) => one === way) ?? "product", value: "" })}
      />
      {by === "product" ? (
        <ProductField
          {...error}
          products={products}
          value={value}
          onChange={(product) => onChange({ value: product })}
        />
      ) : (
        <FormField
          {...error}
          label={t(`goods.${by}Name`)}
          value={value}
          onChange={(typed) => onChange({ value: typed })}
        />
      )}
    </FormLayout.Group>
  );
}
