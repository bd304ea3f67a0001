import { Badge, BlockStack, Box, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ProductPicking } from "~/engine/facts/ui/use-product-picking";

import type { RewardForm } from "../form/schema";

import { RewardFields } from "./RewardFields";
import type { ProgrammeFormState } from "./use-programme-form";
import { useRewardText } from "./use-reward-text";

type Props = { state: ProgrammeFormState; products: ProductPicking };

const NEW_REWARD = {
  title: "",
  titles: {},
  kind: "amount",
  isOn: true,
  endsOn: "",
  price: "fixed",
  costPoints: "500",
  value: "",
  percent: "",
  stepPoints: "100",
  valuePerStep: "",
  minPoints: "100",
  maxPoints: "",
  productGid: "",
  minimum: "",
  validDays: "90",
} as const satisfies Omit<RewardForm, "id">;

/** What points are exchanged for; each reward opens to be edited. */
export function RewardsCard({ state, products }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const [openIds, setOpenIds] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setOpenIds((ids) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]));
  const { rewards } = state.form;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("rewards.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t(rewards.length === 0 ? "rewards.none" : "rewards.text")}
          </Text>
        </BlockStack>
      </Box>
      {rewards.map((reward, index) => {
        const path = `rewards.${index}`;
        const isWrong = state.problems.some((problem) => problem.path.startsWith(`${path}.`));
        const isOpen = isWrong || openIds.includes(reward.id);
        return (
          <Fragment key={reward.id}>
            <Divider />
            <Box padding="400">
              <BlockStack gap="400">
                <RewardLine
                  {...{ state, reward, isOpen }}
                  canClose={!isWrong}
                  onToggle={() => toggle(reward.id)}
                />
                {isOpen ? <RewardFields {...{ state, products, reward, path }} /> : null}
              </BlockStack>
            </Box>
          </Fragment>
        );
      })}
      <Divider />
      <Box padding="400">
        <Button onClick={() => toggle(state.addRow("rewards", NEW_REWARD))}>{t("rewards.add")}</Button>
      </Box>
    </Card>
  );
}

function RewardLine({
  state,
  reward,
  isOpen,
  canClose,
  onToggle,
}: {
  state: ProgrammeFormState;
  reward: RewardForm;
  isOpen: boolean;
  canClose: boolean;
  onToggle: () => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  const describe = useRewardText(state.currencyCode);
  const name = reward.title.trim() || t("rewards.nameless");
  return (
    <InlineStack align="space-between" blockAlign="start" gap="200">
      <BlockStack gap="050">
        <InlineStack align="start" gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {name}
          </Text>
          {reward.isOn ? null : <Badge>{t("off")}</Badge>}
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {describe(reward)}
        </Text>
      </BlockStack>
      <InlineStack gap="200">
        <Button
          variant="tertiary"
          disabled={!canClose}
          ariaExpanded={isOpen}
          accessibilityLabel={t(isOpen ? "rewards.closeOf" : "rewards.editOf", { name })}
          onClick={onToggle}
        >
          {t(isOpen ? "rewards.close" : "rewards.edit")}
        </Button>
        <Button
          variant="tertiary"
          tone="critical"
          accessibilityLabel={t("remove", { name })}
          onClick={() => state.removeRow("rewards", reward.id)}
        >
          {t("rewards.remove")}
        </Button>
      </InlineStack>
    </InlineStack>
  );
}
