import {
  BlockStack,
  Box,
  Button,
  InlineGrid,
  InlineStack,
  Popover,
  ActionList,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { newPerkForm, type PerkForm } from "../form/perk-form";
import type { TierForm } from "../form/schema";
import { PERK_KINDS, type PerkKind, RHYTHMS, type Rhythm } from "../perks/schema";
import { MAX_PERKS } from "../schema";

import { useErrorText } from "./use-error-text";
import type { VipFormState } from "./use-vip-form";

type Props = { state: VipFormState; tier: TierForm; index: number; currencyCode: string };

/** What a tier brings. */
export function PerkFields({ state, tier, index, currencyCode }: Props) {
  const { t } = useTranslation("vip");
  const set = (perks: PerkForm[]) => state.changeTier(tier.id, { perks });
  return (
    <BlockStack gap="300">
      <Text as="h4" variant="headingSm">
        {t("perks.title")}
      </Text>
      {tier.perks.length === 0 ? (
        <Text as="p" tone="subdued">
          {t("perks.none")}
        </Text>
      ) : null}
      {tier.perks.map((perk, position) => (
        <Box key={perk.id} background="bg-surface-secondary" borderRadius="200" padding="300">
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
              <Text as="h5" variant="bodyMd" fontWeight="semibold">
                {t(`perks.kind.${perk.kind}.name`)}
              </Text>
              <Button
                icon={DeleteIcon}
                variant="tertiary"
                tone="critical"
                accessibilityLabel={t("perks.remove", { perk: t(`perks.kind.${perk.kind}.name`) })}
                onClick={() => set(tier.perks.filter(({ id }) => id !== perk.id))}
              />
            </InlineStack>
            <PerkValues
              perk={perk}
              currencyCode={currencyCode}
              place={`tiers.${index}.perks.${position}`}
              state={state}
              onChange={(change) =>
                set(tier.perks.map((one) => (one.id === perk.id ? { ...one, ...change } : one)))
              }
            />
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`perks.kind.${perk.kind}.help`)}
            </Text>
          </BlockStack>
        </Box>
      ))}
      {tier.perks.length < MAX_PERKS ? (
        <AddPerk onAdd={(kind) => set([...tier.perks, newPerkForm(crypto.randomUUID(), kind)])} />
      ) : null}
    </BlockStack>
  );
}

function AddPerk({ onAdd }: { onAdd: (kind: PerkKind) => void }) {
  const { t } = useTranslation("vip");
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <InlineStack>
      <Popover
        active={isOpen}
        onClose={close}
        activator={
          <Button disclosure onClick={() => setIsOpen(!isOpen)}>
            {t("perks.add")}
          </Button>
        }
      >
        <ActionList
          actionRole="menuitem"
          items={PERK_KINDS.map((kind) => ({
            content: t(`perks.kind.${kind}.name`),
            onAction: () => {
              onAdd(kind);
              close();
            },
          }))}
        />
      </Popover>
    </InlineStack>
  );
}

/** Where what is typed for a kind lies in the settings. */
const VALUE_FIELDS: Partial<Record<PerkKind, string>> = {
  percentage: "percent",
  amount: "amountMinor",
  points: "points",
  multiplier: "factorPercent",
};

function PerkValues({
  perk,
  currencyCode,
  place,
  state,
  onChange,
}: {
  perk: PerkForm;
  currencyCode: string;
  place: string;
  state: VipFormState;
  onChange: (change: Partial<PerkForm>) => void;
}) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(state.errors);
  const { kind } = perk;
  const valueField = VALUE_FIELDS[kind];
  const suffix = { percentage: "%", amount: currencyCode, multiplier: "×" }[kind as string];
  const isCode = kind === "percentage" || kind === "amount" || kind === "free-shipping";
  const hasRhythm = kind !== "multiplier" && kind !== "early-access";
  return (
    <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
      {kind === "own" ? (
        <TextField
          label={t("perks.text")}
          autoComplete="off"
          value={perk.text}
          onChange={(text) => onChange({ text })}
          {...errorOf(`${place}.text`)}
        />
      ) : null}
      {valueField === undefined ? null : (
        <TextField
          label={t(`perks.value.${kind}`)}
          autoComplete="off"
          inputMode="decimal"
          {...(suffix === undefined ? {} : { suffix })}
          value={perk.value}
          onChange={(value) => onChange({ value })}
          {...errorOf(`${place}.${valueField}`)}
        />
      )}
      {hasRhythm ? (
        <Select
          label={t("perks.rhythm")}
          value={perk.rhythm}
          options={RHYTHMS.map((rhythm) => ({ value: rhythm, label: t(`perks.rhythms.${rhythm}`) }))}
          onChange={(rhythm: Rhythm) => onChange({ rhythm })}
        />
      ) : null}
      {isCode ? (
        <TextField
          label={t("perks.validDays")}
          autoComplete="off"
          inputMode="numeric"
          value={perk.validDays}
          onChange={(validDays) => onChange({ validDays })}
          {...errorOf(`${place}.validDays`)}
        />
      ) : null}
    </InlineGrid>
  );
}
