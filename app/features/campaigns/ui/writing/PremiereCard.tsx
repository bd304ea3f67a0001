import { BlockStack, Card, Checkbox, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { CAMPAIGN_LIMITS, type Premiere, PremiereSchema } from "../../schema";
import styles from "../Campaigns.module.css";
import { PremiereAccess } from "./PremiereAccess";
import { useErrorAt, useWriting } from "./writing-context";

/** The premiere that people are invited to. */
export function PremiereCard() {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const { premiere } = draft.content;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("premiere.heading")}
        </Text>
        <Checkbox
          label={t("premiere.invites")}
          helpText={t("premiere.help")}
          checked={premiere !== null}
          onChange={(isOn) => draft.set({ premiere: isOn ? PremiereSchema.parse({ time: "18:00" }) : null })}
        />
        {premiere ? <PremiereFields premiere={premiere} /> : null}
      </BlockStack>
    </Card>
  );
}

function PremiereFields({ premiere }: { premiere: Premiere }) {
  const { t } = useTranslation("campaigns");
  const { draft, materials } = useWriting();
  const errorAt = useErrorAt();
  const set = (part: Partial<Premiere>) => draft.set({ premiere: { ...premiere, ...part } });
  return (
    <BlockStack gap="300">
      <TextField
        label={t("premiere.title")}
        helpText={t("premiere.titleHelp")}
        autoComplete="off"
        maxLength={CAMPAIGN_LIMITS.titleLength}
        value={premiere.title}
        onChange={(title) => set({ title })}
        {...errorAt("premiere.title")}
      />
      <div className={styles.pair}>
        <TextField
          label={t("premiere.day")}
          type="date"
          autoComplete="off"
          value={premiere.day}
          onChange={(day) => set({ day })}
          {...errorAt("premiere.day")}
        />
        <TextField
          label={t("premiere.time")}
          helpText={materials.zone}
          type="time"
          autoComplete="off"
          value={premiere.time}
          onChange={(time) => set({ time })}
        />
      </div>
      <TextField
        label={t("premiere.url")}
        helpText={t("premiere.urlHelp")}
        type="url"
        placeholder="https://"
        autoComplete="off"
        maxLength={CAMPAIGN_LIMITS.urlLength}
        value={premiere.url}
        onChange={(url) => set({ url })}
        {...errorAt("premiere.url")}
      />
      <PremiereAccess premiere={premiere} onChange={set} />
    </BlockStack>
  );
}
