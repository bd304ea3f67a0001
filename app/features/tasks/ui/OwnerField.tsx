import { Autocomplete } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { KnownOwner } from "../schema";

type Props = {
  owners: readonly KnownOwner[];
  value: string;
  error?: string;
  onChange: (owner: string) => void;
};

/** Who does it: whatever is typed, or one of those who had a task before. */
export function OwnerField({ owners, value, error, onChange }: Props) {
  const { t } = useTranslation("tasks");
  const typed = value.trim().toLowerCase();
  const offered = owners.filter(({ name }) => name.toLowerCase().includes(typed) && name !== value);
  return (
    <Autocomplete
      options={offered.map(({ name }) => ({ value: name, label: name }))}
      selected={[]}
      onSelect={([chosen = ""]) => onChange(chosen)}
      textField={
        <Autocomplete.TextField
          label={t("form.owner")}
          helpText={t("form.ownerHelp")}
          autoComplete="off"
          value={value}
          onChange={onChange}
          {...(error ? { error } : {})}
        />
      }
    />
  );
}
