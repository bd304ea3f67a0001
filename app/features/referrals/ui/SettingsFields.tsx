import { Checkbox, FormLayout, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";

import { boundsOf, type ReferralForm, type ReferralFormErrors } from "../form/schema";
import { FRIEND_KINDS, REWARD_KINDS } from "../schema";

export type Fields = {
  form: ReferralForm;
  change: (part: Partial<ReferralForm>) => void;
  errors: ReferralFormErrors;
  currencyCode: string;
};
type Name = keyof ReferralForm;

/** A number or an amount, with what it may be. */
export function ValueField({
  form,
  change,
  errors,
  currencyCode,
  name,
  label,
  suffix,
  help,
}: Fields & { name: Name; label: string; suffix: string; help?: string }) {
  const { t } = useTranslation("referrals");
  const error = errors[name];
  const locale = useLocale();
  const { min, max } = boundsOf(name, currencyCode);
  const bounds = { min: writeTypedNumber(min, locale), max: writeTypedNumber(max, locale) };
  return (
    <TextField
      inputMode="decimal"
      autoComplete="off"
      label={t(`settings.${label}`)}
      suffix={suffix}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      {...(help ? { helpText: t(`settings.${help}`, bounds) } : {})}
      {...(error ? { error: t([`errors.${error}`, "errors.not-a-number"], bounds) } : {})}
    />
  );
}

export function TickField({ form, change, name, label }: Fields & { name: Name; label: string }) {
  const { t } = useTranslation("referrals");
  return (
    <Checkbox
      label={t(`settings.${label}`)}
      checked={form[name] === "true"}
      onChange={(checked) => change({ [name]: String(checked) })}
    />
  );
}

/** What somebody gets: its kind, and the number that the kind needs. */
export function GiftFields({ of, ...fields }: Fields & { of: "friend" | "reward" }) {
  const { t } = useTranslation("referrals");
  const { form, change, currencyCode } = fields;
  const kind = form[`${of}Kind`];
  const kinds = of === "friend" ? FRIEND_KINDS : REWARD_KINDS;
  const needsAmount = kind === "amount" || kind === "store-credit" || kind === "gift-card";
  return (
    <FormLayout>
      <Select
        label={t("settings.kind")}
        options={kinds.map((value) => ({ value, label: t(`settings.kinds.${value}`) }))}
        value={kind}
        onChange={(value) => change({ [`${of}Kind`]: value })}
        {...(kind === "points" ? { helpText: t("settings.pointsHelp") } : {})}
      />
      {kind === "percentage" ? (
        <ValueField {...fields} name={`${of}Percent`} label="percent" suffix="%" />
      ) : null}
      {needsAmount ? (
        <ValueField {...fields} name={`${of}Amount`} label="amount" suffix={currencyCode} />
      ) : null}
    </FormLayout>
  );
}
