import { Autocomplete } from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "~/engine/facts/schema";
import { searchFactValues } from "~/engine/facts/ui/search-fact-values";

const SEARCH_AFTER_MS = 200;

export type ProductPicking = {
  /** What a product of the form is called; what stands there when nobody knows. */
  nameOf: (value: string) => string;
  /** The page remembers what picked products are called. */
  remember: (product: NamedValue) => void;
};

/** Names of products: those of the settings, and those picked since. */
export function useProductPicking(names: readonly NamedValue[]): ProductPicking {
  const picked = useRef(new Map<string, string>());
  const remember = useCallback(({ value, label }: NamedValue) => {
    picked.current.set(value, label);
  }, []);
  const nameOf = (value: string) =>
    picked.current.get(value) ?? names.find((one) => one.value === value)?.label ?? value;
  return { nameOf, remember };
}

/** Picks a product of the shop by words of its name. */
export function ProductField({
  products,
  value,
  error,
  toValue = (id) => id,
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
  const [search, setSearch] = useState<string | null>(null);
  const { found, isLoading } = useFound(search);
  return (
    <Autocomplete
      options={found.map((one) => ({ value: toValue(one.value), label: one.label }))}
      selected={value === "" ? [] : [value]}
      loading={isLoading}
      emptyState={t("goods.nothing-found")}
      onSelect={([chosen]) => {
        setSearch(null);
        const product = found.find((one) => toValue(one.value) === chosen);
        if (chosen === undefined || !product) return;
        products.remember({ value: chosen, label: product.label });
        onChange(chosen);
      }}
      textField={
        <Autocomplete.TextField
          label={t("goods.product")}
          autoComplete="off"
          placeholder={t("goods.search")}
          value={search ?? products.nameOf(value)}
          onChange={setSearch}
          onFocus={() => setSearch("")}
          onBlur={() => setSearch(null)}
          {...(error ? { error } : {})}
        />
      }
    />
  );
}

/** Products by words of their names; null: nobody is searching. The last word counts, whatever answers first. */
function useFound(search: string | null): { found: readonly NamedValue[]; isLoading: boolean } {
  const [answer, setAnswer] = useState<{ search: string; found: readonly NamedValue[] } | null>(null);
  useEffect(() => {
    if (search === null) return;
    let isCurrent = true;
    const take = (found: readonly NamedValue[]) => isCurrent && setAnswer({ search, found });
    const timer = setTimeout(() => {
      searchFactValues("product", search).then(take, () => take([]));
    }, SEARCH_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search]);
  return { found: answer?.found ?? [], isLoading: search !== null && answer?.search !== search };
}
