import { BlockStack, Button, InlineStack, Tag, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { MOST_PRODUCTS } from "../schema";

import type { EditorActions } from "./use-editor-actions";

type Props = {
  label: string;
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  actions: Pick<EditorActions, "products" | "onFindProducts">;
};

const DELAY_MS = 300;

/** Products by hand: searched by name, chosen with a click, taken out again. */
export function ProductPicker({ label, ids, onChange, actions: { products, onFindProducts } }: Props) {
  const { t } = useTranslation("templates");
  const [search, setSearch] = useState("");
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    const timer = setTimeout(() => onFindProducts(search), DELAY_MS);
    return () => clearTimeout(timer);
  }, [search, onFindProducts]);
  useEffect(() => {
    setTitles((before) => ({
      ...before,
      ...Object.fromEntries(products.map(({ id, title }) => [id, title])),
    }));
  }, [products]);
  const found = products.filter(({ id }) => !ids.includes(id));
  return (
    <BlockStack gap="200">
      <TextField
        label={label}
        value={search}
        onChange={setSearch}
        autoComplete="off"
        placeholder={t("products.search")}
      />
      <InlineStack gap="100">
        {ids.map((id) => (
          <Tag key={id} onRemove={() => onChange(ids.filter((one) => one !== id))}>
            {titles[id] ?? t("products.chosen")}
          </Tag>
        ))}
      </InlineStack>
      {ids.length >= MOST_PRODUCTS ? (
        <Text as="p" tone="subdued">
          {t("products.full", { count: MOST_PRODUCTS })}
        </Text>
      ) : (
        <InlineStack gap="100">
          {found.map(({ id, title }) => (
            <Button key={id} size="slim" onClick={() => onChange([...ids, id])}>
              {title}
            </Button>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
