import { BlockStack, Card, Checkbox, InlineError, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { NumberField } from "~/engine/facts/ui/NumberField";
import { readOfferAmount } from "~/engine/incentives/form/offer-amount";
import {
  CODE_KINDS,
  OFFER_LIMITS,
  type Offer,
  OfferSchema,
  type OfferValue,
} from "~/engine/incentives/schema";
import { writeTypedAmount } from "~/kit/typed-amount";

import styles from "../Campaigns.module.css";
import { useErrorAt, useWriting } from "./writing-context";

/** A code of everybody's own, in the mail. */
export function OfferCard() {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const errorAt = useErrorAt();
  const { offer } = draft.content;
  const { error } = errorAt("offer");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("fields.offer")}
        </Text>
        <Checkbox
          label={t("offer.give")}
          helpText={t("offer.help")}
          checked={offer !== null}
          onChange={(isOn) => draft.set({ offer: isOn ? newOffer(draft.name || t("title")) : null })}
        />
        {offer ? <OfferFields offer={offer} onChange={(next) => draft.set({ offer: next })} /> : null}
        {error ? <InlineError message={error} fieldID="offer" /> : null}
      </BlockStack>
    </Card>
  );
}

/** @param title What it is called in the Shopify admin. */
function newOffer(title: string): Offer {
  return OfferSchema.parse({ value: newValue("percentage"), validDays: 14, title });
}

type CodeKind = (typeof CODE_KINDS)[number];

function newValue(kind: CodeKind): OfferValue {
  switch (kind) {
    case "percentage":
      return { kind, percentBp: 1_000 };
    case "amount":
      return { kind, amountMinor: 1_000 };
    case "free-shipping":
      return { kind };
  }
}

function OfferFields({ offer, onChange }: { offer: Offer; onChange: (offer: Offer) => void }) {
  const { t } = useTranslation("campaigns");
  const { currencyCode } = useWriting().materials;
  const { value, validDays } = offer;
  return (
    <div className={styles.pair}>
      <Select
        label={t("offer.kind")}
        value={value.kind}
        options={CODE_KINDS.map((kind) => ({ value: kind, label: t(`incentives:kinds.${kind}`) }))}
        onChange={(picked) => {
          const kind = CODE_KINDS.find((one) => one === picked);
          if (kind) onChange({ ...offer, value: newValue(kind) });
        }}
      />
      {value.kind === "percentage" ? (
        <NumberField
          label={t("offer.percent")}
          suffix="%"
          value={value.percentBp / 100}
          read={(text) => readWhole(text, { min: 1, max: 100 })}
          onChange={(percent) => {
            if (percent !== null) onChange({ ...offer, value: { ...value, percentBp: percent * 100 } });
          }}
        />
      ) : null}
      {value.kind === "amount" ? (
        <NumberField
          label={t("offer.amount")}
          suffix={currencyCode}
          value={value.amountMinor}
          read={(text) => readOfferAmount(text, currencyCode)}
          write={(minor, locale) => writeTypedAmount(minor, currencyCode, locale)}
          onChange={(amountMinor) => {
            if (amountMinor !== null) onChange({ ...offer, value: { ...value, amountMinor } });
          }}
        />
      ) : null}
      <NumberField
        label={t("offer.validDays")}
        value={validDays}
        read={(text) => readWhole(text, OFFER_LIMITS.validDays)}
        onChange={(days) => {
          if (days !== null) onChange({ ...offer, validDays: days });
        }}
      />
    </div>
  );
}

function readWhole(text: string, { min, max }: { min: number; max: number }): number | null {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}
