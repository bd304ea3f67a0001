import { useEffect, useMemo, useRef, useState } from "react";

import { useLocale } from "~/ui/locale-context";

import { formOf, parseVipForm, type TierForm, type VipFieldErrors, type VipForm } from "../form/schema";
import { MAX_TIERS, type VipSettings } from "../schema";

/** What is merely not filled in yet is no reproach before the merchant wants to save. */
const NOT_YET = new Set([
  "name-missing",
  "tag-missing",
  "no-requirement",
  "perk-percent-range",
  "perk-amount-range",
  "perk-points-range",
  "perk-factor-range",
  "perk-text-missing",
]);

export type VipFormState = {
  form: VipForm;
  /** The form as it is sent and compared. */
  serialized: string;
  isDirty: boolean;
  isValid: boolean;
  /** What to show, by path in the settings. */
  errors: VipFieldErrors;
  canAdd: boolean;
  change: (change: Partial<Omit<VipForm, "tiers">>) => void;
  changeTier: (id: string, change: Partial<TierForm>) => void;
  /** As the highest tier. */
  addTier: () => void;
  removeTier: (id: string) => void;
  /** `by` −1: towards the lowest. */
  moveTier: (id: string, by: -1 | 1) => void;
  discard: () => void;
  /** Shows every error. @returns whether the form may be sent. */
  tryToSave: () => boolean;
};

/** The state of the tiers' form: starts, and starts again after saving, from what is saved. */
export function useVipForm(settings: VipSettings, currencyCode: string): VipFormState {
  const locale = useLocale();
  const saved = useMemo(() => formOf(settings, currencyCode, locale), [settings, currencyCode, locale]);
  const savedText = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const [hasTried, setHasTried] = useState(false);
  const shownText = useRef(savedText);

  useEffect(() => {
    // A reload of the same settings must not throw away what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(saved);
    setHasTried(false);
  }, [saved, savedText]);

  const serialized = JSON.stringify(form);
  const parsed = useMemo(() => parseVipForm(form, currencyCode), [form, currencyCode]);
  const setTiers = (next: (tiers: TierForm[]) => TierForm[]) =>
    setForm((before) => ({ ...before, tiers: next(before.tiers) }));

  return {
    form,
    serialized,
    isDirty: serialized !== savedText,
    isValid: parsed.ok,
    errors: parsed.ok ? {} : visibleErrors(parsed.errors, hasTried),
    canAdd: form.tiers.length < MAX_TIERS,
    change: (change) => setForm((before) => ({ ...before, ...change })),
    changeTier: (id, change) =>
      setTiers((tiers) => tiers.map((tier) => (tier.id === id ? { ...tier, ...change } : tier))),
    addTier: () => setTiers((tiers) => [...tiers, emptyTier()]),
    removeTier: (id) => setTiers((tiers) => tiers.filter((tier) => tier.id !== id)),
    moveTier: (id, by) => setTiers((tiers) => swapped(tiers, id, by)),
    discard: () => {
      setForm(saved);
      setHasTried(false);
    },
    tryToSave: () => {
      setHasTried(true);
      return parsed.ok;
    },
  };
}

/** Of all that is wrong, what to show. */
export function visibleErrors(errors: VipFieldErrors, hasTried: boolean): VipFieldErrors {
  return hasTried
    ? errors
    : Object.fromEntries(Object.entries(errors).filter(([, code]) => !NOT_YET.has(code)));
}

/** The tiers with one exchanged for its neighbour; unchanged at the ends. */
export function swapped(tiers: readonly TierForm[], id: string, by: -1 | 1): TierForm[] {
  const from = tiers.findIndex((tier) => tier.id === id);
  const moved = tiers[from];
  const neighbour = tiers[from + by];
  if (!moved || !neighbour) return [...tiers];
  return tiers.map((tier) => (tier === moved ? neighbour : tier === neighbour ? moved : tier));
}

function emptyTier(): TierForm {
  return {
    id: crypto.randomUUID(),
    name: "",
    tag: "",
    minOrders: "",
    minSpend: "",
    minMargin: "",
    minPoints: "",
    minRfm: "",
    perks: [],
  };
}
