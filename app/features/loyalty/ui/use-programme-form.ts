import { useEffect, useMemo, useRef, useState } from "react";

import { useLocale } from "~/ui/locale-context";

import { parseProgrammeForm } from "../form/rules";
import { formOf, type ProgrammeForm } from "../form/schema";
import type { SettingsProblem } from "../settings/rules";
import type { LoyaltySettings } from "../settings/schema";

/** The lists of the form, whose rows are told apart by `id`. */
export type ListName = "excluded" | "doings" | "tiers" | "goods" | "periods" | "rewards";
type Row<Name extends ListName> = ProgrammeForm[Name][number];

export type ProgrammeFormState = {
  form: ProgrammeForm;
  currencyCode: string;
  isDirty: boolean;
  isValid: boolean;
  /** What to show: of an untouched field nothing before the merchant wants to save. */
  problems: readonly SettingsProblem[];
  warnings: readonly SettingsProblem[];
  /** The form as settings, while all of it can be read; what is saved otherwise. */
  settings: LoyaltySettings;
  change: (part: Partial<Omit<ProgrammeForm, ListName>>) => void;
  changeRow: <Name extends ListName>(list: Name, id: string, part: Partial<Row<Name>>) => void;
  addRow: <Name extends ListName>(list: Name, row: Omit<Row<Name>, "id">) => string;
  removeRow: (list: ListName, id: string) => void;
  discard: () => void;
  /** Shows every mistake. @returns whether the form may be sent. */
  tryToSave: () => boolean;
};

/** What is merely not filled in yet is no reproach before the merchant wants to save. */
const isUnfilled = ({ code, params }: SettingsProblem) =>
  code === "blank" || code === "missing" || params.value === undefined || params.value === "";

/** The state of the programme's form: starts, and starts again after saving, from what is saved. */
export function useProgrammeForm(saved: LoyaltySettings, currencyCode: string): ProgrammeFormState {
  const locale = useLocale();
  const initial = useMemo(() => formOf(saved, { currencyCode, locale }), [saved, currencyCode, locale]);
  const initialText = JSON.stringify(initial);
  const [form, setForm] = useState(initial);
  const [hasTried, setHasTried] = useState(false);
  const shownText = useRef(initialText);

  useEffect(() => {
    // A reload of the same settings must not throw away what is being typed.
    if (shownText.current === initialText) return;
    shownText.current = initialText;
    setForm(initial);
    setHasTried(false);
  }, [initial, initialText]);

  const parsed = useMemo(() => parseProgrammeForm(form, currencyCode), [form, currencyCode]);
  const setRows = (list: ListName, next: (rows: { id: string }[]) => { id: string }[]) =>
    setForm((before) => ({ ...before, [list]: next(before[list]) }));

  return {
    form,
    currencyCode,
    isDirty: JSON.stringify(form) !== initialText,
    isValid: parsed.ok,
    problems: parsed.ok ? [] : parsed.problems.filter((problem) => hasTried || !isUnfilled(problem)),
    warnings: parsed.ok ? parsed.warnings : [],
    settings: parsed.ok ? parsed.settings : saved,
    change: (part) => setForm((before) => ({ ...before, ...part })),
    changeRow: (list, id, part) =>
      setRows(list, (rows) => rows.map((row) => (row.id === id ? { ...row, ...part } : row))),
    addRow: (list, row) => {
      const id = crypto.randomUUID();
      setRows(list, (rows) => [...rows, { ...row, id }]);
      return id;
    },
    removeRow: (list, id) => setRows(list, (rows) => rows.filter((row) => row.id !== id)),
    discard: () => {
      setForm(initial);
      setHasTried(false);
    },
    tryToSave: () => {
      setHasTried(true);
      return parsed.ok;
    },
  };
}
