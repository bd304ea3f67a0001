import { BlockStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { variantOf } from "~/engine/messaging/templates/ready-made/written";
import type { WrittenMessage } from "~/engine/messaging/templates/schema";
import type { PreviewAnswer } from "~/engine/messaging/templates/screens/schema";
import { MailPicture } from "~/engine/messaging/templates/ui/MailPicture";
import { segmentsOf } from "~/kit/sms-segments";
import type { Locale } from "~/shops/schema";

import styles from "../Campaigns.module.css";
import { useWriting } from "./writing-context";

/** How long nobody must have typed before a look is asked for. */
const PAUSE_MS = 500;

type Rendered = Extract<PreviewAnswer, { outcome: "rendered" }>;

/** What is written as its reader sees it, a moment after the last change. */
export function OwnPreview({ language, written }: { language: Locale; written: WrittenMessage }) {
  const { t } = useTranslation("campaigns");
  const { draft, actions } = useWriting();
  const { channel, topic, offer } = draft.content;
  const { preview, isPreviewing, onPreview } = actions;
  const request = JSON.stringify({
    ...{ kind: channel, topic, language, customerId: null },
    variant: variantOf(written, { kind: channel, locale: language, hasCode: offer !== null }),
  });
  const [asked, setAsked] = useState("");
  const [shown, setShown] = useState<Rendered | null>(null);
  useEffect(() => {
    if (asked === request) return;
    const timer = setTimeout(() => {
      setAsked(request);
      onPreview(request);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked, request, onPreview]);
  useEffect(() => {
    if (asked !== "" && !isPreviewing && preview?.outcome === "rendered") setShown(preview);
  }, [asked, isPreviewing, preview]);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("message.look")}
      </Text>
      {channel === "sms" ? <Length text={shown?.text ?? ""} /> : null}
      {shown === null ? (
        <Text as="p" tone="subdued">
          {t("message.nothingYet")}
        </Text>
      ) : channel === "sms" ? (
        <p className={styles.text}>{shown.text}</p>
      ) : (
        <>
          <Text as="p" breakWord fontWeight="semibold">
            {shown.subject}
          </Text>
          <MailPicture html={shown.html} title={t("message.look")} isNarrow={false} scheme="light" />
        </>
      )}
    </BlockStack>
  );
}

/** Every part of a text message is charged. */
function Length({ text }: { text: string }) {
  const { t } = useTranslation("templates");
  const { encoding, unitCount, segmentCount, leftCount } = segmentsOf(text.trim());
  const parts = t("preview.parts", { count: segmentCount, left: leftCount });
  return (
    <div aria-live="polite">
      <Text as="p" variant="bodySm" tone="subdued">
        {`${t("preview.characters", { count: unitCount })} · ${parts} · ${t(`preview.alphabet.${encoding}`)}`}
      </Text>
    </div>
  );
}
