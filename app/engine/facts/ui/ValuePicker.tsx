import { Autocomplete, BlockStack, InlineStack, Tag } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "../schema";

import { useEditor } from "./editor-context";

const SEARCH_AFTER_MS = 200;

/** Picks tags or products of the shop, by words of their names. */
export function ValuePicker({
  label,
  names,
  picked,
  isOne,
  error,
  onChange,
}: {
  label: string;
  names: "tag" | "product";
  picked: readonly string[];
  isOne: boolean;
  error?: string | undefined;
  onChange: (picked: string[]) => void;
}) {
  const { t } = useTranslation("facts");
  const { wording, remember } = useEditor();
  const [search, setSearch] = useState<string | null>(null);
  const { found, isLoading } = useFound(names, search);
  const labelOf = (value: string) => wording.nameOf(value, names) ?? value;
  const shown = isOne && picked[0] ? labelOf(picked[0]) : "";
  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple={!isOne}
        options={found.map((one) => ({ value: one.value, label: one.label }))}
        selected={[...picked]}
        loading={isLoading}
        emptyState={t("editor.nothing-found")}
        onSelect={(values) => {
          for (const one of found) if (values.includes(one.value)) remember(one);
          setSearch(isOne ? null : "");
          onChange(values);
        }}
        textField={
          <Autocomplete.TextField
            label={label}
            autoComplete="off"
            placeholder={t("editor.search")}
            value={search ?? shown}
            onChange={setSearch}
            onFocus={() => setSearch("")}
            onBlur={() => setSearch(null)}
            {...(error ? { error } : {})}
          />
        }
      />
      {isOne ? null : (
        <InlineStack gap="100">
          {picked.map((value) => (
            <Tag
              key={value}
              onRemove={() => onChange(picked.filter((one) => one !== value))}
              accessibilityLabel={labelOf(value)}
            >
              {labelOf(value)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}

type Found = { found: readonly NamedValue[]; isLoading: boolean };

/** What the shop has by these words; null: nobody is searching. The last word counts, whatever answers first. */
function useFound(names: "tag" | "product", search: string | null): Found {
  const { searchValues } = useEditor();
  const [answer, setAnswer] = useState<{ search: string; found: readonly NamedValue[] } | null>(null);
  useEffect(() => {
    if (search === null) return;
    let isCurrent = true;
    const take = (found: readonly NamedValue[]) => isCurrent && setAnswer({ search, found });
    const timer = setTimeout(() => {
      searchValues(names, search).then(take, () => take([]));
    }, SEARCH_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [names, search, searchValues]);
  return { found: answer?.found ?? [], isLoading: search !== null && answer?.search !== search };
}
