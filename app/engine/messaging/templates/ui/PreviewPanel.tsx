import { BlockStack, Button, ButtonGroup, Card, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { segmentsOf } from "~/kit/sms-segments";

import type { TemplateKind } from "../schema";
import type { FoundPerson } from "../screens/schema";

import { MailPicture } from "./MailPicture";
import { PersonPicker } from "./PersonPicker";
import styles from "./TemplateFrame.module.css";
import type { Preview } from "./use-preview";

const VIEWS = ["desktop", "mobile", "dark", "text"] as const;
type View = (typeof VIEWS)[number];

type Props = {
  preview: Preview | null;
  isFresh: boolean;
  kind: TemplateKind;
  people: readonly FoundPerson[];
  onFindPeople: (search: string) => void;
  customerId: string | null;
  onCustomer: (id: string | null) => void;
};

/** The mail as it would be read: by whom, on what, in which colours. */
export function PreviewPanel({ preview, isFresh, kind, ...person }: Props) {
  const { t } = useTranslation("templates");
  const [view, setView] = useState<View>(kind === "sms" ? "text" : "desktop");
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("preview.title")}
          </Text>
          {kind === "email" ? (
            <div role="group" aria-label={t("preview.view")}>
              <ButtonGroup variant="segmented">
                {VIEWS.map((one) => (
                  <Button key={one} size="slim" pressed={one === view} onClick={() => setView(one)}>
                    {t(`preview.views.${one}`)}
                  </Button>
                ))}
              </ButtonGroup>
            </div>
          ) : null}
        </InlineStack>
        <PersonPicker {...person} />
        <div aria-live="polite">
          <Text as="p" tone="subdued" variant="bodySm">
            {statusOf({ preview, isFresh, kind }, t)}
          </Text>
        </div>
        {preview ? (
          <div style={isFresh ? {} : { opacity: 0.6 }} aria-busy={!isFresh}>
            <BlockStack gap="200">
              {kind === "email" ? <Envelope preview={preview} /> : null}
              <div className={styles.stage}>
                {view === "text" ? (
                  <pre className={styles.plain}>{preview.text}</pre>
                ) : (
                  <MailPicture
                    html={preview.html}
                    title={t("preview.frame")}
                    isNarrow={view === "mobile"}
                    scheme={view === "dark" ? "dark" : "light"}
                  />
                )}
              </div>
            </BlockStack>
          </div>
        ) : (
          <SkeletonBodyText lines={8} />
        )}
      </BlockStack>
    </Card>
  );
}

function statusOf(
  { preview, isFresh, kind }: Pick<Props, "preview" | "isFresh" | "kind">,
  t: (key: string, values: Record<string, unknown>) => string,
): string {
  if (!isFresh || !preview) return t("preview.updating", {});
  if (kind === "sms") {
    const { encoding, unitCount, segmentCount, leftCount } = segmentsOf(preview.text.trim());
    const parts = t("preview.parts", { count: segmentCount, left: leftCount });
    return `${t("preview.characters", { count: unitCount })} · ${parts} · ${t(`preview.alphabet.${encoding}`, {})}`;
  }
  return t("preview.weight", { kilobytes: Math.ceil(preview.bytes / 1_024) });
}

function Envelope({ preview: { subject, preheader } }: { preview: Preview }) {
  return (
    <Text as="p" breakWord>
      <Text as="span" fontWeight="semibold">
        {subject}
      </Text>{" "}
      <Text as="span" tone="subdued">
        {preheader}
      </Text>
    </Text>
  );
}
