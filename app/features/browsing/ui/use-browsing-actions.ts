import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { BrowsingForm } from "../schema";

/** What the route answers to the form. */
export type BrowsingAnswer = { outcome: "saved" } | { outcome: "invalid"; wrong: string | null };

export type BrowsingActions = {
  isSaving: boolean;
  /** What stood in the form and cannot be taken; undefined while all is well. */
  wrong: string | null | undefined;
  onSave: (form: BrowsingForm) => void;
};

/** What the page about the pixel can ask of the server. */
export function useBrowsingActions(): BrowsingActions {
  const { t } = useTranslation("browsing");
  const toast = useToast();
  const fetcher = useFetcher<BrowsingAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<BrowsingAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "toast.saved" : "toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: fetcher.state !== "idle",
    wrong: fetcher.data?.outcome === "invalid" ? fetcher.data.wrong : undefined,
    onSave: ({ isOn, moreOrigins }) =>
      fetcher.submit({ isOn: String(isOn), moreOrigins }, { method: "post" }),
  };
}
