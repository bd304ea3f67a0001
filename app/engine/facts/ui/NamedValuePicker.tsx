import { Autocomplete, BlockStack, InlineStack, Tag } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "../schema";

import type { SearchValues } from "./editor-context";

const SEARCH_AFTER_MS = 200;

type Names = Parameters<SearchValues>[0];

type Props = {
  label: string;
  names: Names;
  picked: readonly string[];
  /** Only one can be picked, and stands in the field itself. */
  isOne?: boolean;
  error?: string | undefined;
  placeholder?: string;
  nameOf: (value: string) => string;
  searchValues: SearchValues;
  /** How a value that was found is written down; by default as it is. */
  toValue?: (found: string) => string;
  /** `found` tells what was picked is called. */
  onChange: (picked: string[], found: readonly NamedValue[]) => void;
};

/** Picks tags or products of the shop, by words of their names. */
export function NamedValuePicker(props: Props) {
  const { label, names, picked, isOne = false, error, nameOf, searchValues, onChange } = props;
  const { t } = useTranslation("facts");
  const [search, setSearch] = useState<string | null>(null);
  const answer = useFound({ names, search, searchValues });
  const found = answer.found.map((one) => ({ ...one, value: props.toValue?.(one.value) ?? one.value }));
  const shown = isOne && picked[0] ? nameOf(picked[0]) : "";
  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple={!isOne}
        options={found}
        selected={[...picked]}
        loading={answer.isLoading}
        emptyState={t("editor.nothing-found")}
        onSelect={(values) => {
          setSearch(isOne ? null : "");
          onChange(
            values,
            found.filter(({ value }) => values.includes(value)),
          );
        }}
        textField={
          <Autocomplete.TextField
            label={label}
            autoComplete="off"
            placeholder={props.placeholder ?? t("editor.search")}
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
              onRemove={() =>
                onChange(
                  picked.filter((one) => one !== value),
                  [],
                )
              }
              accessibilityLabel={nameOf(value)}
            >
              {nameOf(value)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}

type Searching = { names: Names; search: string | null; searchValues: SearchValues };
type Found = { found: readonly NamedValue[]; isLoading: boolean };

/** What the shop has by these words; null: nobody is searching. The last word counts, whatever answers first. */
function useFound({ names, search, searchValues }: Searching): Found {
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
