import { Banner, BlockStack, Button, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import { needsSecond } from "../adjustments/rules";
import { AdjustmentSchema } from "../adjustments/schema";

import type { MemberActions } from "./use-member-actions";

type Props = { limitPoints: number; actions: MemberActions };

/** Gives or takes points by hand; beyond the limit it asks a second person. */
export function AdjustCard({ limitPoints, actions }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const [points, setPoints] = useState("");
  const [reason, setReason] = useState("");
  const [hasTried, setHasTried] = useState(false);
  const typed = points.replace("−", "-").replace(/[\s\u00a0\u202f]/g, "");
  const parsed = AdjustmentSchema.safeParse({ points: typed === "" ? "0" : typed, reason });
  const errors = parsed.success || !hasTried ? {} : parsed.error.flatten().fieldErrors;
  const isOver = /^-?\d+$/.test(typed) && needsSecond(Number(typed), limitPoints);
  const errorOf = (code: string | undefined) => (code ? { error: t(`loyalty:adjustments.${code}`) } : {});

  const send = () => {
    setHasTried(true);
    if (!parsed.success) return;
    actions.onAdjust(parsed.data, () => {
      setPoints("");
      setReason("");
      setHasTried(false);
    });
  };

  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("adjust.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("adjust.text", { count: limitPoints, value: format.count(limitPoints) })}
          </Text>
        </BlockStack>
        <FormLayout>
          <TextField
            label={t("adjust.points")}
            helpText={t("adjust.pointsHelp")}
            autoComplete="off"
            value={points}
            onChange={setPoints}
            {...errorOf(errors.points?.[0])}
          />
          <TextField
            label={t("adjust.reason")}
            helpText={t("adjust.reasonHelp")}
            autoComplete="off"
            multiline={2}
            maxLength={500}
            value={reason}
            onChange={setReason}
            {...errorOf(errors.reason?.[0])}
          />
        </FormLayout>
        {isOver ? (
          <Banner tone="warning">
            <p>{t("adjust.over")}</p>
          </Banner>
        ) : null}
        <Button variant="primary" loading={actions.isSending} onClick={send}>
          {t(isOver ? "adjust.ask" : "adjust.do")}
        </Button>
      </BlockStack>
    </Card>
  );
}
