import { useFetcher, useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { VipFieldErrors } from "../form/schema";
import type { VipPreview } from "../schema";

/** What the route answers to a form. */
export type VipAnswer =
  | { outcome: "saved" }
  | { outcome: "previewed"; preview: VipPreview }
  | { outcome: "invalid"; errors: VipFieldErrors };

export type VipActions = {
  isSaving: boolean;
  isPreviewing: boolean;
  preview: VipPreview | null;
  onSave: (form: string) => void;
  onPreview: (form: string) => void;
  onRefresh: () => void;
};

/** What the VIP page can ask of the server: forms go as JSON. */
export function useVipActions(): VipActions {
  const { t } = useTranslation("vip");
  const toast = useToast();
  const saving = useFetcher<VipAnswer>();
  const previewing = useFetcher<VipAnswer>();
  const { revalidate } = useRevalidator();
  const { submit: submitSave } = saving;
  const { submit: submitPreview } = previewing;
  const answer = saving.state === "idle" ? saving.data : undefined;
  const told = useRef<VipAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "toast.saved" : "toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: saving.state !== "idle",
    isPreviewing: previewing.state !== "idle",
    preview: previewing.data?.outcome === "previewed" ? previewing.data.preview : null,
    onSave: useCallback((form) => submitSave({ kind: "save", form }, { method: "post" }), [submitSave]),
    onPreview: useCallback(
      (form) => submitPreview({ kind: "preview", form }, { method: "post" }),
      [submitPreview],
    ),
    onRefresh: revalidate,
  };
}
