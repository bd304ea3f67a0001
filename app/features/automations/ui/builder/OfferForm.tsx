import { Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { CODE_KINDS, OFFER_KINDS, OFFER_LIMITS, type Offer, OfferSchema } from "~/engine/incentives/schema";

import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { OfferItems } from "./OfferItems";
import { OfferMinimumFields } from "./OfferMinimumFields";
import { newValue, OfferValueField } from "./OfferValueField";

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
      <OfferValueField value={offer.value} onChange={(next) => set({ value: next })} />
      <OfferItems value={offer.value} items={offer.items} onChange={(items) => set({ items })} />
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
      <OfferMinimumFields minimum={offer.minimum} onChange={(minimum) => set({ minimum })} />
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

/** Products may not be chosen yet. */
const ItemsFormSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.enum(["products", "collections"]), gids: z.array(z.string()) }),
]);

/** An offer as far as it is written: what is missing has its default, a title may be empty still. */
function readOffer(value: unknown): Offer {
  const start = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "-" } as const;
  const written = (value ?? {}) as Record<string, unknown>;
  const title = typeof written.title === "string" ? written.title : "";
  const prefix = typeof written.prefix === "string" ? written.prefix : "GIFT";
  const items = ItemsFormSchema.safeParse(written.items ?? { kind: "all" });
  // These may be half typed; everything else is chosen, or a number within its bounds.
  const read = OfferSchema.safeParse({
    ...{ ...start, ...written },
    ...{ title: "-", prefix: "GIFT", items: { kind: "all" } },
  });
  return {
    ...(read.success ? read.data : OfferSchema.parse(start)),
    ...{ title, prefix, items: items.success ? items.data : { kind: "all" } },
  };
}
