import { BlockStack, Checkbox, ChoiceList, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { NumberField } from "~/engine/facts/ui/NumberField";

import { CAMPAIGN_LIMITS, type Premiere } from "../../schema";
import { useErrorAt } from "./writing-context";

const ACCESS = ["none", "shared", "personal"] as const satisfies readonly Premiere["access"][];
const { min, max } = CAMPAIGN_LIMITS.capacity;

type Props = { premiere: Premiere; onChange: (part: Partial<Premiere>) => void };

/** Whether people are asked to answer, how many may come, and what lets them in. */
export function PremiereAccess({ premiere, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  const { asksForAnswer, capacity } = premiere;
  return (
    <BlockStack gap="300">
      <Checkbox
        label={t("premiere.asks")}
        helpText={t("premiere.asksHelp")}
        checked={asksForAnswer}
        onChange={(isOn) => onChange({ asksForAnswer: isOn, ...(isOn ? {} : { capacity: null }) })}
      />
      {asksForAnswer ? (
        <Checkbox
          label={t("premiere.limited")}
          checked={capacity !== null}
          onChange={(isOn) => onChange({ capacity: isOn ? 50 : null })}
        />
      ) : null}
      {asksForAnswer && capacity !== null ? (
        <NumberField
          label={t("premiere.capacity")}
          value={capacity}
          read={readCapacity}
          onChange={(next) => {
            if (next !== null) onChange({ capacity: next });
          }}
        />
      ) : null}
      <AccessFields premiere={premiere} onChange={onChange} />
    </BlockStack>
  );
}

function readCapacity(text: string): number | null {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

function AccessFields({ premiere, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  const errorAt = useErrorAt();
  const { access, sharedCode, codeWhen } = premiere;
  const { error } = errorAt("premiere.codeWhen");
  return (
    <BlockStack gap="300">
      <Select
        label={t("premiere.access")}
        value={access}
        options={ACCESS.map((value) => ({ value, label: t(`premiere.accesses.${value}`) }))}
        onChange={(picked) => onChange({ access: ACCESS.find((one) => one === picked) ?? "none" })}
      />
      {access === "shared" ? (
        <TextField
          label={t("premiere.sharedCode")}
          autoComplete="off"
          maxLength={CAMPAIGN_LIMITS.codeLength}
          value={sharedCode}
          onChange={(next) => onChange({ sharedCode: next })}
          {...errorAt("premiere.sharedCode")}
        />
      ) : null}
      {access === "none" ? null : (
        <ChoiceList
          title={t("premiere.codeWhen")}
          selected={[codeWhen]}
          choices={(["in-mail", "after-yes"] as const).map((value) => ({
            value,
            label: t(`premiere.when.${value}`),
          }))}
          onChange={([picked]) => onChange({ codeWhen: picked === "after-yes" ? "after-yes" : "in-mail" })}
          {...(error ? { error } : {})}
        />
      )}
    </BlockStack>
  );
}
