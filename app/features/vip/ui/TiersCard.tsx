import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Divider,
  FormLayout,
  InlineError,
  InlineStack,
  Link,
  Text,
  TextField,
} from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon } from "@shopify/polaris-icons";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import type { TierForm } from "../form/schema";

import { PerkFields } from "./PerkFields";
import { TierRequirements } from "./TierRequirements";
import { useErrorText } from "./use-error-text";
import type { VipFormState } from "./use-vip-form";

type Props = { state: VipFormState; memberCounts: Readonly<Record<string, number>>; currencyCode: string };

/** The tiers, from the lowest to the highest. */
export function TiersCard({ state, memberCounts, currencyCode }: Props) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(state.errors);
  const problem = errorOf("tiers").error ?? errorOf("form").error;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("tiers.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("tiers.help")} {t("tiers.tagHelp")}
          </Text>
        </BlockStack>
      </Box>
      {state.form.tiers.map((tier, index) => (
        <Fragment key={tier.id}>
          <Divider />
          <TierFields {...{ state, tier, index, currencyCode }} memberCount={memberCounts[tier.id] ?? null} />
        </Fragment>
      ))}
      <Divider />
      <Box padding="400">
        <BlockStack gap="200" inlineAlign="start">
          {problem ? <InlineError message={problem} fieldID="vip-tiers" /> : null}
          <Button disabled={!state.canAdd} onClick={state.addTier} id="vip-tiers">
            {t("tiers.add")}
          </Button>
        </BlockStack>
      </Box>
    </Card>
  );
}

type TierProps = {
  state: VipFormState;
  tier: TierForm;
  index: number;
  currencyCode: string;
  /** Null for a tier nobody is in. */
  memberCount: number | null;
};

function TierFields({ state, tier, index, currencyCode, memberCount }: TierProps) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(state.errors);
  const field = (name: string) => ({ autoComplete: "off", ...errorOf(`tiers.${index}.${name}`) });
  const change = (part: Partial<TierForm>) => state.changeTier(tier.id, part);
  return (
    <Box padding="400">
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {tier.name.trim() || t("tiers.nameless")}
            </Text>
            {memberCount === null ? (
              <Text as="span" tone="subdued">
                {t("tiers.noMembers")}
              </Text>
            ) : (
              <Link url={`/app/customers?tier=${encodeURIComponent(tier.id)}`}>
                {t("tiers.members", { count: memberCount })}
              </Link>
            )}
          </InlineStack>
          <TierButtons state={state} tier={tier} index={index} />
        </InlineStack>
        <FormLayout>
          <FormLayout.Group>
            <TextField
              label={t("tiers.name")}
              value={tier.name}
              onChange={(name) => change({ name })}
              {...field("name")}
            />
            <TextField
              label={t("tiers.tag")}
              value={tier.tag}
              onChange={(tag) => change({ tag })}
              {...field("tag")}
            />
          </FormLayout.Group>
        </FormLayout>
        <TierRequirements {...{ state, tier, index, currencyCode }} />
        <PerkFields {...{ state, tier, index, currencyCode }} />
      </BlockStack>
    </Box>
  );
}

function TierButtons({ state, tier, index }: { state: VipFormState; tier: TierForm; index: number }) {
  const { t } = useTranslation("vip");
  const name = tier.name.trim() || t("tiers.nameless");
  const count = state.form.tiers.length;
  return (
    <ButtonGroup>
      <Button
        icon={ArrowUpIcon}
        variant="tertiary"
        accessibilityLabel={t("tiers.lower", { name })}
        disabled={index === 0}
        onClick={() => state.moveTier(tier.id, -1)}
      />
      <Button
        icon={ArrowDownIcon}
        variant="tertiary"
        accessibilityLabel={t("tiers.higher", { name })}
        disabled={index === count - 1}
        onClick={() => state.moveTier(tier.id, 1)}
      />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        tone="critical"
        accessibilityLabel={t("tiers.remove", { name })}
        disabled={count === 1}
        onClick={() => state.removeTier(tier.id)}
      />
    </ButtonGroup>
  );
}
