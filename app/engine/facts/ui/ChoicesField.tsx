import { ChoiceList } from "@shopify/polaris";

import type { NamedValue } from "../schema";

/** Several of a few values. */
export function ChoicesField({
  label,
  choices,
  picked,
  error,
  onChange,
}: {
  label: string;
  choices: readonly NamedValue[];
  picked: readonly string[];
  error?: string | undefined;
  onChange: (picked: string[]) => void;
}) {
  return (
    <ChoiceList
      title={label}
      allowMultiple
      choices={[...choices]}
      selected={[...picked]}
      onChange={onChange}
      {...(error ? { error } : {})}
    />
  );
}
