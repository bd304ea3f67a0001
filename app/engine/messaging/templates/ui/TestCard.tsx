import { BlockStack, Button, FormLayout, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { EditorData } from "../screens/schema";

import type { EditorState } from "./use-editor";
import type { EditorActions } from "./use-editor-actions";

type Props = {
  data: EditorData;
  state: Pick<EditorState, "isDirty" | "language">;
  actions: Pick<EditorActions, "isBusy" | "onTest">;
  customerId: string | null;
};

/** Sends what is saved to somebody of the staff. */
export function TestCard({ data, state, actions, customerId }: Props) {
  const { t } = useTranslation("templates");
  const [address, setAddress] = useState(data.testAddress);
  const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim());
  if (data.kind === "sms") return <Text as="p">{t("test.mailOnly")}</Text>;
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t("test.help")}
      </Text>
      <FormLayout>
        <TextField
          label={t("test.address")}
          type="email"
          value={address}
          onChange={setAddress}
          autoComplete="email"
          helpText={state.isDirty ? t("test.saveFirst") : t("test.language", { language: state.language })}
        />
      </FormLayout>
      <InlineStack>
        <Button
          disabled={state.isDirty || !isAddress}
          loading={actions.isBusy}
          onClick={() => actions.onTest({ language: state.language, address: address.trim(), customerId })}
        >
          {t("test.send")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
