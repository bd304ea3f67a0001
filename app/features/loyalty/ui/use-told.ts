import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

export type Toast = { text: string; params?: Readonly<Record<string, number>>; isError: boolean };

/** Says in a word what became of what was asked, a key of our texts; each answer once. */
export function useTold<Answer>(answer: Answer | undefined, toToast: (answer: Answer) => Toast): void {
  const { t } = useTranslation("loyalty-screens");
  const toast = useToast();
  const told = useRef<Answer>();
  useEffect(() => {
    if (answer === undefined || told.current === answer) return;
    told.current = answer;
    const { text, params = {}, isError } = toToast(answer);
    toast(t(text, params), { isError });
  });
}
