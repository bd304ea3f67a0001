import { Card, Checkbox, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { MeasurementSettings } from "../../tracking/schema";

const BOXES = ["areClicksCounted", "hasUtm", "areOpensCounted"] as const;

type Props = {
  form: MeasurementSettings;
  change: (part: Partial<MeasurementSettings>) => void;
  errors: Partial<Record<string, string[]>>;
};

/** What is counted of mails, and under which name the domain's key is published. */
export function MeasurementCard({ form, change, errors }: Props) {
  const { t } = useTranslation("messaging");
  const code = errors.dkimSelector?.[0];
  return (
    <Card>
      <FormLayout>
        {BOXES.map((name) => (
          <Checkbox
            key={name}
            label={t(`sender.measure.${name}`)}
            helpText={t(`sender.measure.${name}Help`)}
            checked={form[name]}
            onChange={(isOn) => change({ [name]: isOn })}
          />
        ))}
        <TextField
          label={t("sender.measure.selector")}
          helpText={t("sender.measure.selectorHelp")}
          autoComplete="off"
          value={form.dkimSelector ?? ""}
          onChange={(value) => change({ dkimSelector: value === "" ? null : value })}
          {...(code ? { error: t(`sender.error.${code}`) } : {})}
        />
      </FormLayout>
    </Card>
  );
}
