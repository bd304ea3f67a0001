import { Autocomplete } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FoundPerson } from "../screens/schema";

type Props = {
  people: readonly FoundPerson[];
  onFindPeople: (search: string) => void;
  customerId: string | null;
  onCustomer: (id: string | null) => void;
};

const DELAY_MS = 300;
const NOBODY = "";

/** Whose values the preview shows: a real customer's, or made-up ones. */
export function PersonPicker({ people, onFindPeople, customerId, onCustomer }: Props) {
  const { t } = useTranslation("templates");
  const [search, setSearch] = useState("");
  useEffect(() => {
    if (search.trim().length < 2) return;
    const timer = setTimeout(() => onFindPeople(search), DELAY_MS);
    return () => clearTimeout(timer);
  }, [search, onFindPeople]);
  return (
    <Autocomplete
      options={[
        { value: NOBODY, label: t("preview.example") },
        ...people.map(({ id, label }) => ({ value: id, label })),
      ]}
      selected={[customerId ?? NOBODY]}
      onSelect={([chosen = NOBODY]) => {
        onCustomer(chosen === NOBODY ? null : chosen);
        setSearch(chosen === NOBODY ? "" : (people.find(({ id }) => id === chosen)?.label ?? ""));
      }}
      textField={
        <Autocomplete.TextField
          label={t("preview.person")}
          value={search}
          onChange={setSearch}
          placeholder={t("preview.example")}
          autoComplete="off"
          clearButton
          onClearButtonClick={() => {
            setSearch("");
            onCustomer(null);
          }}
        />
      }
    />
  );
}
