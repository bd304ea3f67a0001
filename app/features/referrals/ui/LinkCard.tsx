import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useCopy } from "~/ui/use-copy";
import { useToast } from "~/ui/use-toast";

import type { MemberLink } from "../schema";

/** On a customer's profile: the link by which they recommend the store, to be copied; or why there is none. */
export function LinkCard({ link: { state, shareUrl } }: { link: MemberLink }) {
  const { t } = useTranslation("referrals");
  const copy = useCopy();
  const toast = useToast();
  async function onCopy(url: string) {
    const outcome = await copy(url);
    toast(t(`card.${outcome}`), { isError: outcome === "failed" });
  }
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("card.title")}
        </Text>
        {shareUrl === null ? (
          <Text as="p" tone="subdued">
            {t(`card.${state}`)}
          </Text>
        ) : (
          <TextField
            label={t("card.title")}
            labelHidden
            autoComplete="off"
            value={shareUrl}
            readOnly
            selectTextOnFocus
            helpText={t("card.help")}
            connectedRight={
              <Button onClick={() => void onCopy(shareUrl)} accessibilityLabel={t("card.copyLabel")}>
                {t("card.copy")}
              </Button>
            }
          />
        )}
      </BlockStack>
    </Card>
  );
}
