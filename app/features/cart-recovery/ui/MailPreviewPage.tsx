import { BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type Locale, LOCALES } from "~/shops/schema";

import { PREVIEW_PRICES, PREVIEW_STEPS, type PreviewPrices, type PreviewStep } from "../schema";
import type { MailPreview } from "../preview/presenter.server";

import { MailFrame } from "~/ui/MailFrame";

type Props = {
  preview: MailPreview;
  locale: Locale;
  prices: PreviewPrices;
  step: PreviewStep;
  onStep: (step: PreviewStep) => void;
  onLocale: (locale: Locale) => void;
  onPrices: (prices: PreviewPrices) => void;
};

/** The reminder as shoppers get it, in each language and width, with prices and without. */
export function MailPreviewPage({ preview, locale, prices, step, onStep, onLocale, onPrices }: Props) {
  const { t } = useTranslation("cart-recovery");
  const [width, setWidth] = useState<"desktop" | "mobile">("desktop");
  return (
    <Page
      title={t("preview.title")}
      subtitle={t("preview.subtitle")}
      backAction={{ content: t("title"), url: "/app/recovery" }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <InlineStack gap="400" align="space-between">
              <div role="group" aria-label={t("preview.step")}>
                <ButtonGroup variant="segmented">
                  {PREVIEW_STEPS.map((one) => (
                    <Button key={one} pressed={one === step} onClick={() => onStep(one)}>
                      {t(`preview.steps.${one}`)}
                    </Button>
                  ))}
                </ButtonGroup>
              </div>
              <div role="group" aria-label={t("preview.language")}>
                <ButtonGroup variant="segmented">
                  {LOCALES.map((one) => (
                    <Button key={one} pressed={one === locale} onClick={() => onLocale(one)}>
                      {t(`preview.${one}`)}
                    </Button>
                  ))}
                </ButtonGroup>
              </div>
              <div role="group" aria-label={t("preview.prices")}>
                <ButtonGroup variant="segmented">
                  {PREVIEW_PRICES.map((one) => (
                    <Button key={one} pressed={one === prices} onClick={() => onPrices(one)}>
                      {t(`preview.pricesOf.${one}`)}
                    </Button>
                  ))}
                </ButtonGroup>
              </div>
              <div role="group" aria-label={t("preview.width")}>
                <ButtonGroup variant="segmented">
                  <Button pressed={width === "desktop"} onClick={() => setWidth("desktop")}>
                    {t("preview.desktop")}
                  </Button>
                  <Button pressed={width === "mobile"} onClick={() => setWidth("mobile")}>
                    {t("preview.mobile")}
                  </Button>
                </ButtonGroup>
              </div>
            </InlineStack>
            <Header label={t("preview.sender")} value={preview.sender} />
            <Header label={t("preview.subject")} value={preview.subject} />
            <MailFrame html={preview.html} title={t("preview.frame")} width={width} />
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingSm">
              {t("preview.plain")}
            </Text>
            <pre style={{ margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{preview.text}</pre>
          </BlockStack>
        </Card>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Header({ label, value }: { label: string; value: string }) {
  return (
    <Text as="p" breakWord>
      <Text as="span" tone="subdued">
        {label}:{" "}
      </Text>
      <Text as="span" fontWeight="semibold">
        {value}
      </Text>
    </Text>
  );
}
