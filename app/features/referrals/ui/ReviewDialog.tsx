import { BlockStack, List, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ReferralItem, ReferralsPageData } from "../list/presenter.server";
import { NOTE_LENGTH, type Review } from "../schema";
import { useWhy } from "./use-why";

type Props = {
  item: ReferralItem;
  data: ReferralsPageData;
  onClose: () => void;
  onReview: (review: Review) => void;
};

/** Asks a person of the staff what the app would not decide, and why they decide so. */
export function ReviewDialog({ item, data, onClose, onReview }: Props) {
  const { t } = useTranslation("referrals");
  const why = useWhy(data.currencyCode, data.asOf);
  const [note, setNote] = useState("");
  const [isTold, setTold] = useState(false);
  const isShort = note.trim().length < NOTE_LENGTH.min;
  const advocate = item.advocate?.name ?? t("list.nobody");
  const decide = (kind: Review["kind"]) => {
    if (isShort) return setTold(true);
    onReview({ kind, referralId: item.id, note });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={t("review.title", { order: item.order?.name ?? "–" })}
      primaryAction={{ content: t("review.approve"), onAction: () => decide("approve") }}
      secondaryActions={[
        { content: t("review.refuse"), destructive: true, onAction: () => decide("refuse") },
      ]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{t("review.text", { advocate, friend: item.friend?.name ?? t("list.guest") })}</Text>
          <List>
            {why(item).map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
          <Text as="p" tone="subdued">
            {t("review.capNote", { advocate, count: item.monthCount })}
          </Text>
          <TextField
            label={t("review.note")}
            helpText={t("review.noteHelp")}
            autoComplete="off"
            multiline={2}
            maxLength={NOTE_LENGTH.max}
            value={note}
            onChange={setNote}
            requiredIndicator
            {...(isTold && isShort ? { error: t("review.invalid", NOTE_LENGTH) } : {})}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
