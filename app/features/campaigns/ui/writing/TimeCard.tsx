import { BlockStack, Card, ChoiceList, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { CAMPAIGN_LIMITS } from "../../schema";
import styles from "../Campaigns.module.css";
import { useErrorAt, useWriting } from "./writing-context";

const { min, max } = CAMPAIGN_LIMITS.usefulDays;
const DAYS = Array.from({ length: max - min + 1 }, (_, index) => min + index);

/** When it begins, and how long a message that waits for its turn is still of use. */
export function TimeCard() {
  const { t } = useTranslation("campaigns");
  const { draft, materials } = useWriting();
  const errorAt = useErrorAt();
  const { sendOn, usefulDays } = draft.content;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("fields.sendOn")}
        </Text>
        <ChoiceList
          title={t("fields.sendOn")}
          titleHidden
          selected={[sendOn ? "later" : "now"]}
          choices={[
            { value: "now", label: t("time.now"), helpText: t("time.nowHelp") },
            { value: "later", label: t("time.later") },
          ]}
          onChange={([picked]) =>
            draft.set({ sendOn: picked === "later" ? (sendOn ?? { day: "", time: "10:00" }) : null })
          }
        />
        {sendOn ? (
          <div className={styles.pair}>
            <TextField
              label={t("time.day")}
              type="date"
              autoComplete="off"
              value={sendOn.day}
              onChange={(day) => draft.set({ sendOn: { ...sendOn, day } })}
              {...errorAt("sendOn")}
            />
            <TextField
              label={t("time.time")}
              helpText={materials.zone}
              type="time"
              autoComplete="off"
              value={sendOn.time}
              onChange={(time) => draft.set({ sendOn: { ...sendOn, time } })}
            />
          </div>
        ) : null}
        <Select
          label={t("time.useful")}
          helpText={t("time.usefulHelp")}
          value={String(usefulDays)}
          options={DAYS.map((count) => ({ value: String(count), label: t("time.days", { count }) }))}
          onChange={(picked) => draft.set({ usefulDays: Number(picked) })}
        />
      </BlockStack>
    </Card>
  );
}
