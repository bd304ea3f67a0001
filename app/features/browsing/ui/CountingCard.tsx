import { Card, FormLayout, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ABANDONED_MINUTES, type BrowsingForm, SAMPLE_PERCENTS } from "../schema";

/** By what visits are counted: how many browsers, and when a cart is given up. */
export function CountingCard({
  form,
  change,
  areMinutesWrong,
}: {
  form: BrowsingForm;
  change: (changed: Partial<BrowsingForm>) => void;
  areMinutesWrong: boolean;
}) {
  const { t } = useTranslation("browsing");
  const { min, max } = ABANDONED_MINUTES;
  const value = form.abandonedAfterMinutes;
  return (
    <Card>
      <FormLayout>
        <Select
          label={t("counting.sample")}
          helpText={t("counting.sampleHelp")}
          options={SAMPLE_PERCENTS.map((percent) => ({
            value: String(percent),
            label: percent === 100 ? t("counting.sampleAll") : t("counting.samplePercent", { percent }),
          }))}
          value={form.samplePercent}
          onChange={(samplePercent) => change({ samplePercent })}
        />
        <TextField
          label={t("counting.minutes")}
          helpText={t("counting.minutesHelp")}
          type="number"
          min={min}
          max={max}
          suffix={t("counting.minutesUnit")}
          autoComplete="off"
          value={value}
          onChange={(abandonedAfterMinutes) => change({ abandonedAfterMinutes })}
          {...(areMinutesWrong ? { error: t("counting.minutesWrong", { value, min, max }) } : {})}
        />
      </FormLayout>
    </Card>
  );
}
