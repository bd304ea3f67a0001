import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

export type Toast = { text: string; isError: boolean };

/**
 * Says in a word what became of what was asked; each answer once.
 *
 * @param toToast What to say, a key of our texts; null: nothing.
 */
export function useTold<Answer>(answer: Answer | undefined, toToast: (answer: Answer) => Toast | null): void {
  const { t } = useTranslation("flow-screens");
  const toast = useToast();
  const told = useRef<Answer>();
  useEffect(() => {
    if (answer === undefined || told.current === answer) return;
    told.current = answer;
    const said = toToast(answer);
    if (said) toast(t(said.text), { isError: said.isError });
  });
}
