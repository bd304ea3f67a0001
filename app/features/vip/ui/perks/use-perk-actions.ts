import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { PerkAnswer } from "../../perks/schema";

export type PerkActions = { isBusy: boolean; onTickOff: (entitlementId: string) => void };

/** What the perks page can ask of the server. */
export function usePerkActions(): PerkActions {
  const { t } = useTranslation("vip");
  const toast = useToast();
  const fetcher = useFetcher<PerkAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<PerkAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    toast(t(`perks.answer.${answer.outcome}`), { isError: answer.outcome !== "ticked-off" });
  }, [answer, t, toast]);
  return {
    isBusy: fetcher.state !== "idle",
    onTickOff: (entitlementId) => fetcher.submit({ kind: "tick-off", entitlementId }, { method: "post" }),
  };
}
