import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";

import { boundsOf, type IncentiveForm, type IncentiveFormErrors } from "../form/schema";

type Props = {
  form: IncentiveForm;
  change: (part: Partial<IncentiveForm>) => void;
  errors: IncentiveFormErrors;
  currencyCode: string;
};

/** What no incentive goes over. */
export function LimitsCard(props: Props) {
  const { t } = useTranslation("incentives");
  const { currencyCode } = props;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("limits.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("limits.text")}
          </Text>
        </BlockStack>
        <FormLayout>
          <Field {...props} name="monthlyBudget" suffix={currencyCode} />
          <Field {...props} name="flowBudget" suffix={currencyCode} />
          <Field {...props} name="grossMargin" suffix="%" />
          <Field {...props} name="marginFloor" suffix="%" />
          <Field {...props} name="mostUnusedCodes" suffix={t("limits.codes")} />
          <Field {...props} name="codeLimit" suffix={t("limits.codes")} />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}

function Field({
  form,
  change,
  errors,
  name,
  suffix,
  currencyCode,
}: Props & { name: keyof IncentiveForm; suffix: string }) {
  const { t } = useTranslation("incentives");
  const error = errors[name];
  const locale = useLocale();
  const { min, max } = boundsOf(name, currencyCode);
  const bounds = { min: writeTypedNumber(min, locale), max: writeTypedNumber(max, locale) };
  return (
    <TextField
      inputMode="decimal"
      autoComplete="off"
      label={t(`limits.${name}`)}
      helpText={t(`limits.${name}Help`)}
      suffix={suffix}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      {...(error ? { error: t([`errors.${error}`, "errors.not-a-number"], bounds) } : {})}
    />
  );
}
