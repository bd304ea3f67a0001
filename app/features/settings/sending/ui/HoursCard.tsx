import { BlockStack, Card, Checkbox, FormLayout, InlineStack, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DAY_TIMES, type HoursForm, type SendingErrors, WEEKDAYS } from "~/engine/messaging/sending/schema";
import type { MessageChannel } from "~/engine/messaging/schema";

type Props = {
  channel: MessageChannel;
  hours: HoursForm;
  change: (part: Partial<HoursForm>) => void;
  errors: SendingErrors;
};

/** The days and hours in which messages of one channel may leave. */
export function HoursCard({ channel, hours, change, errors }: Props) {
  const { t } = useTranslation("settings");
  const errorOf = (field: keyof HoursForm) => {
    const code = errors[`hours.${channel}.${field}`];
    return code ? t([`sending.error.${code}`, "error.invalid"]) : "";
  };
  const dayError = errorOf("weekdays");
  const times = DAY_TIMES.map((time) => ({ value: time, label: time }));
  const tick = (day: number, isTicked: boolean) =>
    change({ weekdays: WEEKDAYS.filter((one) => (one === day ? isTicked : hours.weekdays.includes(one))) });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h3" variant="headingSm">
          {t(`sending.channel.${channel}`)}
        </Text>
        <FormLayout>
          <FormLayout.Group condensed>
            <Select
              label={t("sending.opensAt")}
              options={times.slice(0, -1)}
              value={hours.opensAt}
              onChange={(opensAt) => change({ opensAt })}
              error={errorOf("opensAt")}
            />
            <Select
              label={t("sending.closesAt")}
              options={times.slice(1)}
              value={hours.closesAt}
              onChange={(closesAt) => change({ closesAt })}
              error={errorOf("closesAt")}
            />
          </FormLayout.Group>
        </FormLayout>
        <BlockStack gap="100">
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <legend style={{ padding: 0 }}>{t("sending.weekdays")}</legend>
            <InlineStack gap="300" wrap>
              {WEEKDAYS.map((day) => (
                <Checkbox
                  key={day}
                  label={t(`sending.weekday.${day}`)}
                  checked={hours.weekdays.includes(day)}
                  onChange={(isTicked) => tick(day, isTicked)}
                />
              ))}
            </InlineStack>
          </fieldset>
          {dayError ? (
            <Text as="p" tone="critical">
              {dayError}
            </Text>
          ) : null}
        </BlockStack>
        <Checkbox
          label={t("sending.keepsHolidays")}
          helpText={t("sending.holidaysHelp")}
          checked={hours.keepsHolidays}
          onChange={(keepsHolidays) => change({ keepsHolidays })}
        />
      </BlockStack>
    </Card>
  );
}
