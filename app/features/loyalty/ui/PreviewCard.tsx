import { BlockStack, Card, ChoiceList, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isOffered } from "../redemptions/rules";
import type { LoyaltySettings } from "../settings/schema";

import { StorefrontPreview } from "./StorefrontPreview";
import type { ProgrammeFormState } from "./use-programme-form";

const ALWAYS = "0000-01-01";

/** The block of the storefront as it would look with the form as it is. */
export function PreviewCard({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const [viewer, setViewer] = useState<"member" | "guest">("member");
  return (
    <div style={{ position: "sticky", top: "1rem" }}>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("preview.title")}
          </Text>
          <ChoiceList
            titleHidden
            title={t("preview.viewer")}
            selected={[viewer]}
            choices={(["member", "guest"] as const).map((value) => ({ value, label: t(`preview.${value}`) }))}
            onChange={([chosen]) => setViewer(chosen === "guest" ? "guest" : "member")}
          />
          <StorefrontPreview
            settings={state.settings}
            currencyCode={state.currencyCode}
            balance={viewer === "guest" ? null : exampleBalance(state.settings)}
          />
          <Text as="p" variant="bodySm" tone="subdued">
            {t(state.isValid ? "preview.note" : "preview.invalid")}
          </Text>
        </BlockStack>
      </Card>
    </div>
  );
}

/** Enough for the cheapest reward and some more, so that both kinds of buttons are seen. */
function exampleBalance({ rewards }: LoyaltySettings): number {
  const costs = rewards.filter((one) => isOffered(one, ALWAYS)).map(({ costPoints }) => costPoints);
  return costs.length === 0 ? 250 : Math.round(Math.min(...costs) * 1.2);
}
