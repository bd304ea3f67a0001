import { useTranslation } from "react-i18next";

import { NamedValuePicker } from "~/engine/facts/ui/NamedValuePicker";
import { searchFactValues } from "~/engine/facts/ui/search-fact-values";
import type { ProductPicking } from "~/engine/facts/ui/use-product-picking";

/** Picks a product of the shop by words of its name. */
export function ProductField({
  products,
  value,
  error,
  toValue,
  onChange,
}: {
  products: ProductPicking;
  /** Empty = none. */
  value: string;
  error?: string;
  /** How the form names a product, by our id; by default so. */
  toValue?: (id: string) => string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <NamedValuePicker
      {...{ error, label: t("goods.product"), placeholder: t("goods.search"), names: "product", isOne: true }}
      picked={value === "" ? [] : [value]}
      nameOf={products.nameOf}
      searchValues={searchFactValues}
      {...(toValue ? { toValue } : {})}
      onChange={([chosen], found) => {
        products.remember(found);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
