import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";
import { useLocale } from "~/ui/locale-context";

import type { Wording } from "../rules/explain";
import type { FactInfo, NamedValue } from "../schema";

/** What words about conditions are made of, for the reader at hand. */
export function useConditionWording({
  facts,
  names,
  currencyCode,
}: {
  facts: readonly FactInfo[];
  /** What values are called that only the shop can name, such as products. */
  names: readonly NamedValue[];
  currencyCode: string;
}): Wording {
  const namespaces = useMemo(
    () => [...new Set(["facts", ...facts.map(({ textNamespace }) => textNamespace)])],
    [facts],
  );
  const { t } = useTranslation(namespaces);
  const format = useFormat();
  const locale = useLocale();
  return useMemo(() => {
    const byKey = new Map(facts.map((fact) => [fact.key, fact]));
    const labels = new Map(names.map(({ value, label }) => [value, label]));
    return {
      t: (key, values) => t(key, values ?? {}),
      findFact: (key) => byKey.get(key) ?? null,
      nameOf: (value, kind) => labels.get(value) ?? displayName(value, kind, locale),
      money: (amountMinor) => format.money(amountMinor, currencyCode),
      count: format.count,
      day: (day) => (Number.isNaN(Date.parse(day)) ? day : format.day(day)),
    };
  }, [facts, names, currencyCode, t, format, locale]);
}

function displayName(value: string, kind: FactInfo["names"], locale: string): string | null {
  if (kind !== "country" && kind !== "language") return null;
  try {
    const type = kind === "country" ? "region" : "language";
    return new Intl.DisplayNames(locale, { type }).of(value) ?? null;
  } catch {
    // Not a code: half typed, or the store's own.
    return null;
  }
}
