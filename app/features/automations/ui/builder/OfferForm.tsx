import { Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { NumberField } from "~/engine/facts/ui/NumberField";
import {
  CODE_KINDS,
  OFFER_KINDS,
  OFFER_LIMITS,
  type Offer,
  type OfferKind,
  OfferSchema,
  type OfferValue,
} from "~/engine/incentives/schema";
import { formatDecimal, parseMinor } from "~/kit/money";

import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { useBuilder } from "./builder-context";

type Props = { value: unknown; onChange: (offer: Record<string, unknown>) => void };

/** What is given to the person: a code of their own, or money. */
export function OfferForm({ value, onChange }: Props) {
  const { t } = useTranslation("flow-screens");
  const offer = readOffer(value);
  const set = (part: Partial<Offer>) => onChange({ ...offer, ...part });
  return (
    <FormLayout>
      <ChoiceSelect
        label={t("offer.kind")}
        value={offer.value.kind}
        choices={OFFER_KINDS.map((kind) => ({ value: kind, label: t(`incentives:kinds.${kind}`) }))}
        onChange={(kind) => set({ value: newValue(kind) })}
      />
      <ValueField value={offer.value} onChange={(next) => set({ value: next })} />
      <TextField
        label={t("offer.title")}
        helpText={t("offer.titleHelp")}
        autoComplete="off"
        maxLength={200}
        value={offer.title}
        onChange={(title) => set({ title })}
      />
      <CountField
        label={t("offer.validDays")}
        suffix={t("field.days")}
        value={offer.validDays}
        {...OFFER_LIMITS.validDays}
        onChange={(validDays) => set({ validDays })}
      />
      <ChoiceSelect
        label={t("offer.clock")}
        value={offer.clock}
        choices={(["sent", "issued"] as const).map((clock) => ({
          value: clock,
          label: t(`offer.from.${clock}`),
        }))}
        onChange={(clock) => set({ clock })}
      />
      <ReminderField
        value={offer.remindDaysBefore}
        onChange={(remindDaysBefore) => set({ remindDaysBefore })}
      />
      <MinimumFields minimum={offer.minimum} onChange={(minimum) => set({ minimum })} />
      <TextField
        label={t("offer.prefix")}
        helpText={t("offer.prefixHelp")}
        autoComplete="off"
        value={offer.prefix}
        onChange={(text) =>
          set({
            prefix: text
              .toUpperCase()
              .replace(/[^A-Z0-9]/g, "")
              .slice(0, 12),
          })
        }
        {...(offer.prefix.length < 2 ? { error: t("offer.prefixHelp") } : {})}
      />
      <CombinationField
        value={offer.value}
        combinesWith={offer.combinesWith}
        onChange={(combinesWith) => set({ combinesWith })}
      />
      <Checkbox
        label={t("offer.firstTimersOnly")}
        checked={offer.firstTimersOnly}
        onChange={(firstTimersOnly) => set({ firstTimersOnly })}
      />
      <Checkbox
        label={t("offer.oneAtATime")}
        checked={offer.oneAtATime}
        onChange={(oneAtATime) => set({ oneAtATime })}
      />
    </FormLayout>
  );
}

/** When whoever has not used it is reminded; the recipe "code expires" writes then. */
function ReminderField({
  value,
  onChange,
}: {
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <>
      <Checkbox
        label={t("offer.remind")}
        helpText={t("offer.remindHelp")}
        checked={value !== null}
        onChange={(isOn) => onChange(isOn ? 3 : null)}
      />
      {value === null ? null : (
        <CountField
          label={t("offer.remindDays")}
          suffix={t("field.days")}
          value={value}
          {...OFFER_LIMITS.remindDays}
          onChange={onChange}
        />
      )}
    </>
  );
}

const CLASSES = ["order", "product", "shipping"] as const;

/** Which discounts a code may be used with in one cart; money is used with all. */
function CombinationField({
  value,
  combinesWith,
  onChange,
}: Pick<Offer, "value" | "combinesWith"> & { onChange: (combinesWith: Offer["combinesWith"]) => void }) {
  const { t } = useTranslation("flow-screens");
  if (!CODE_KINDS.some((kind) => kind === value.kind)) return null;
  return (
    <ChoiceList
      allowMultiple
      title={t("offer.combinesWith")}
      choices={CLASSES.map((name) => ({ value: name, label: t(`offer.class.${name}`) }))}
      selected={CLASSES.filter((name) => combinesWith[name])}
      onChange={(selected) =>
        onChange({
          order: selected.includes("order"),
          product: selected.includes("product"),
          shipping: selected.includes("shipping"),
        })
      }
    />
  );
}

/** An offer as far as it is written: what is missing has its default, a title may be empty still. */
function readOffer(value: unknown): Offer {
  const start = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "-" } as const;
  const written = (value ?? {}) as Record<string, unknown>;
  const title = typeof written.title === "string" ? written.title : "";
  const prefix = typeof written.prefix === "string" ? written.prefix : "GIFT";
  // Both may be half typed; everything else is chosen, or a number within its bounds.
  const read = OfferSchema.safeParse({ ...start, ...written, title: "-", prefix: "GIFT" });
  return { ...(read.success ? read.data : OfferSchema.parse(start)), title, prefix };
}

function newValue(kind: OfferKind): OfferValue {
  switch (kind) {
    case "percentage":
      return { kind, percentBp: 1_000 };
    case "free-shipping":
      return { kind };
    case "amount":
    case "gift-card":
    case "store-credit":
      return { kind, amountMinor: 1_000 };
  }
}

function ValueField({ value, onChange }: { value: OfferValue; onChange: (value: OfferValue) => void }) {
  const { t } = useTranslation("flow-screens");
  switch (value.kind) {
    case "percentage":
      return (
        <CountField
          label={t("offer.percent")}
          suffix="%"
          value={Math.round(value.percentBp / 100)}
          min={1}
          max={100}
          onChange={(percent) => onChange({ ...value, percentBp: percent * 100 })}
        />
      );
    case "free-shipping":
      return null;
    case "amount":
    case "gift-card":
    case "store-credit":
      return (
        <AmountField
          label={t("offer.amount")}
          value={value.amountMinor}
          onChange={(amountMinor) => onChange({ ...value, amountMinor })}
        />
      );
  }
}

type Minimum = Offer["minimum"];

function MinimumFields({ minimum, onChange }: { minimum: Minimum; onChange: (minimum: Minimum) => void }) {
  const { t } = useTranslation("flow-screens");
  return (
    <>
      <ChoiceSelect<"none" | "amount" | "quantity">
        label={t("offer.minimum")}
        value={minimum?.kind ?? "none"}
        choices={(["none", "amount", "quantity"] as const).map((kind) => ({
          value: kind,
          label: t(`offer.least.${kind}`),
        }))}
        onChange={(kind) => onChange(newMinimum(kind))}
      />
      {minimum?.kind === "amount" ? (
        <AmountField
          label={t("offer.minimumAmount")}
          value={minimum.amountMinor}
          onChange={(amountMinor) => onChange({ kind: "amount", amountMinor })}
        />
      ) : null}
      {minimum?.kind === "quantity" ? (
        <CountField
          label={t("offer.minimumQuantity")}
          value={minimum.quantity}
          {...OFFER_LIMITS.quantity}
          onChange={(quantity) => onChange({ kind: "quantity", quantity })}
        />
      ) : null}
    </>
  );
}

function newMinimum(kind: "none" | "amount" | "quantity"): Minimum {
  if (kind === "none") return null;
  return kind === "amount" ? { kind, amountMinor: 5_000 } : { kind, quantity: 2 };
}

/** An amount of the shop's currency above zero; what is none leaves the last one. */
function AmountField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (amountMinor: number) => void;
}) {
  const { currencyCode } = useBuilder().materials;
  return (
    <NumberField
      label={label}
      suffix={currencyCode}
      value={value}
      read={(text) => readAmount(text, currencyCode)}
      write={(minor) => formatDecimal(minor, currencyCode)}
      onChange={(minor) => {
        if (minor !== null) onChange(minor);
      }}
    />
  );
}

function readAmount(text: string, currencyCode: string): number | null {
  const plain = text.trim().replace(",", ".");
  const minor = /^\d{1,7}(\.\d{0,3})?$/.test(plain) ? parseMinor(plain, currencyCode) : 0;
  return minor >= OFFER_LIMITS.amountMinor.min ? minor : null;
}
