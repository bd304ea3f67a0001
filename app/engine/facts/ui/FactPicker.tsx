import { Combobox, Listbox } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { factLabel } from "../rules/explain";
import type { FactInfo } from "../schema";

import { useEditor } from "./editor-context";

/** Picks what to look at, by words of its name. */
export function FactPicker({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string | undefined;
  onChange: (fact: FactInfo) => void;
}) {
  const { t } = useTranslation("facts");
  const { facts, wording } = useEditor();
  /** Null: not being searched, so the name of what is picked stands there. */
  const [search, setSearch] = useState<string | null>(null);
  const labelOf = (fact: FactInfo) => factLabel(fact, wording);
  const picked = wording.findFact(value);
  const offered = facts.filter(({ key, naming }) => naming?.isOffered !== false || key === value);
  const found = offered.filter((fact) => holdsWords(labelOf(fact), search ?? ""));
  return (
    <Combobox
      onClose={() => setSearch(null)}
      activator={
        <Combobox.TextField
          label={t("editor.what")}
          autoComplete="off"
          value={search ?? (picked ? labelOf(picked) : value)}
          placeholder={t("editor.search")}
          onChange={setSearch}
          onFocus={() => setSearch("")}
          {...(error ? { error } : {})}
        />
      }
    >
      <Listbox
        onSelect={(key) => {
          const fact = wording.findFact(key);
          if (fact && key !== value) onChange(fact);
          setSearch(null);
        }}
      >
        {found.map((fact) => (
          <Listbox.Option key={fact.key} value={fact.key} selected={fact.key === value}>
            {labelOf(fact)}
          </Listbox.Option>
        ))}
        {found.length === 0 ? (
          <Listbox.Option value="" disabled>
            {t("editor.nothing-found")}
          </Listbox.Option>
        ) : null}
      </Listbox>
    </Combobox>
  );
}

function holdsWords(label: string, search: string): boolean {
  const text = label.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
