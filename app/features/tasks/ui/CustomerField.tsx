import { useFetcher } from "@remix-run/react";
import { Autocomplete, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FoundCustomer } from "../schema";

const DELAY_MS = 300;
const LEAST_TYPED = 2;
const EMPTY = { found: [] } as const;

/** Whom a task is about: one of those whom a search finds, or nobody. `onChange` gets an id, empty for nobody. */
export function CustomerField({ onChange }: { onChange: (customerId: string) => void }) {
  const { t } = useTranslation("tasks");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<FoundCustomer | null>(null);
  const { load, state, data } = useFetcher<{ found: FoundCustomer[] }>();
  const isSearching = chosen === null && search.trim().length >= LEAST_TYPED;
  useEffect(() => {
    if (!isSearching) return;
    const timer = setTimeout(() => load(`/app/tasks/people?q=${encodeURIComponent(search)}`), DELAY_MS);
    return () => clearTimeout(timer);
  }, [search, isSearching, load]);
  const { found } = isSearching && data ? data : EMPTY;
  const choose = (customer: FoundCustomer | null, text: string) => {
    setChosen(customer);
    setSearch(text);
    onChange(customer?.id ?? "");
  };
  return (
    <Autocomplete
      options={found.map(({ id, label }) => ({ value: id, label }))}
      selected={chosen ? [chosen.id] : []}
      loading={state !== "idle"}
      emptyState={
        isSearching && data ? (
          <Text as="p" tone="subdued" alignment="center">
            {t("form.customerNone")}
          </Text>
        ) : null
      }
      onSelect={([id]) => {
        const customer = found.find((one) => one.id === id);
        if (customer) choose(customer, customer.label);
      }}
      textField={
        <Autocomplete.TextField
          label={t("form.customer")}
          helpText={t("form.customerHelp")}
          autoComplete="off"
          value={search}
          clearButton
          onChange={(text) => choose(null, text)}
          onClearButtonClick={() => choose(null, "")}
        />
      }
    />
  );
}
