import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Divider,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { HandChange } from "../member/schema";

import type { MemberActions } from "./use-member-actions";

const TONES: Readonly<Record<HandChange["state"], BadgeProps["tone"]>> = {
  requested: "attention",
  approved: "success",
  declined: undefined,
};

/** Changes by hand: who asked, why, and who agreed. */
export function ChangesCard({
  changes,
  actions,
}: {
  changes: readonly HandChange[];
  actions: MemberActions;
}) {
  const { t } = useTranslation("loyalty-screens");
  if (changes.length === 0) return null;
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("changes.title")}
        </Text>
      </Box>
      {changes.map((change) => (
        <Fragment key={change.id}>
          <Divider />
          <Box padding="400">
            <Change change={change} actions={actions} />
          </Box>
        </Fragment>
      ))}
    </Card>
  );
}

function Change({ change, actions }: { change: HandChange; actions: MemberActions }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { id, points, reason, state, requestedAt, requestedBy, decidedBy, canDecide } = change;
  const tone = TONES[state];
  const amount = `${points > 0 ? "+" : "−"}${format.count(Math.abs(points))}`;
  return (
    <BlockStack gap="150">
      <InlineStack align="space-between" gap="200">
        <Text as="span" fontWeight="semibold" numeric>
          {t("points", { count: Math.abs(points), value: amount })}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{t(`changes.state.${state}`)}</Badge>
      </InlineStack>
      <Text as="p">{reason || t("changes.erased")}</Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {format.instant(requestedAt)}
        {requestedBy ? ` · ${t("staff", { id: requestedBy })}` : ""}
        {decidedBy && decidedBy !== requestedBy
          ? ` · ${t(`changes.by.${state === "declined" ? "declined" : "approved"}`, { id: decidedBy })}`
          : ""}
      </Text>
      {canDecide ? (
        <ButtonGroup>
          <Button
            size="slim"
            variant="primary"
            disabled={actions.isSending}
            onClick={() => actions.onDecide(id, "approved")}
          >
            {t("decide.approved")}
          </Button>
          <Button size="slim" disabled={actions.isSending} onClick={() => actions.onDecide(id, "declined")}>
            {t("decide.declined")}
          </Button>
        </ButtonGroup>
      ) : null}
      {state === "requested" && !canDecide ? (
        <Text as="p" variant="bodySm">
          {t("decide.another")}
        </Text>
      ) : null}
    </BlockStack>
  );
}
