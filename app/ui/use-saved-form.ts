import { useEffect, useRef, useState } from "react";

export type SavedForm<Form> = {
  form: Form;
  isDirty: boolean;
  change: (part: Partial<Form>) => void;
  discard: () => void;
};

/** What is being typed, until it is saved or given up. Only what was saved anew replaces it, not a reload of the same. */
export function useSavedForm<Form extends object>(saved: Form): SavedForm<Form> {
  const savedText = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const shownText = useRef(savedText);
  useEffect(() => {
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as Form);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(saved),
  };
}
