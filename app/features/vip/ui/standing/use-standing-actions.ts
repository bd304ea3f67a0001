import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { ManualAnswer } from "../../manual/schema";

export type TierWish = { tierId: string; reason: string; until: string };

export type StandingActions = {
  isBusy: boolean;
  /** The latest answer; a new object each time. */
  answer: ManualAnswer | undefined;
  onGive: (wish: TierWish) => void;
  onTake: () => void;
};

/** What the card of the tier can ask of the server. */
export function useStandingActions(): StandingActions {
  const { t } = useTranslation("vip");
  const toast = useToast();
  const fetcher = useFetcher<ManualAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<ManualAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isError = answer.outcome !== "given" && answer.outcome !== "taken";
    toast(t(`manual.answer.${answer.outcome}`), { isError });
  }, [answer, t, toast]);
  return {
    isBusy: fetcher.state !== "idle",
    answer,
    onGive: (wish) => fetcher.submit({ kind: "give-tier", ...wish }, { method: "post" }),
    onTake: () => fetcher.submit({ kind: "take-tier" }, { method: "post" }),
  };
}
