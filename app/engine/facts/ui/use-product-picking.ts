import { useCallback, useRef } from "react";

import type { NamedValue } from "../schema";

export type ProductPicking = {
  /** What a product of the form is called; what stands there when nobody knows. */
  nameOf: (value: string) => string;
  /** The page remembers what picked products are called. */
  remember: (products: readonly NamedValue[]) => void;
};

/** Names of products: those of what is saved, and those picked since. */
export function useProductPicking(names: readonly NamedValue[]): ProductPicking {
  const picked = useRef(new Map<string, string>());
  const remember = useCallback((products: readonly NamedValue[]) => {
    for (const { value, label } of products) picked.current.set(value, label);
  }, []);
  const nameOf = (value: string) =>
    picked.current.get(value) ?? names.find((one) => one.value === value)?.label ?? value;
  return { nameOf, remember };
}

/** Shopify's id of a product, by ours. */
export function productGidOf(id: string): string {
  return `gid://shopify/Product/${id.split("_").at(-1) ?? ""}`;
}
