import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { MeasurementSettings } from "../../tracking/schema";
import type { SenderCheck } from "../schema";

type Errors = Partial<Record<string, string[]>>;

/** What the route answers. */
export type SenderAnswer =
  | { outcome: "checked"; checks: SenderCheck[] }
  | { outcome: "saved" }
  | { outcome: "invalid"; errors: Errors };

export type SenderActions = {
  isSaving: boolean;
  errors: Errors;
  onSave: (settings: MeasurementSettings) => void;
  isChecking: boolean;
  /** Null: not asked yet. */
  checks: SenderCheck[] | null;
  onCheck: () => void;
};

/** What the page about the sender can ask of the server. */
export function useSenderActions(): SenderActions {
  const { t } = useTranslation("messaging");
  const toast = useToast();
  const saving = useFetcher<SenderAnswer>();
  const checking = useFetcher<SenderAnswer>();
  const answer = saving.state === "idle" ? saving.data : undefined;
  const told = useRef<SenderAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "sender.toast.saved" : "sender.toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: saving.state !== "idle",
    errors: saving.data?.outcome === "invalid" ? saving.data.errors : {},
    onSave: ({ dkimSelector, ...boxes }) =>
      saving.submit(
        { kind: "save", dkimSelector: dkimSelector ?? "", ...textsOf(boxes) },
        { method: "post" },
      ),
    isChecking: checking.state !== "idle",
    checks: checking.data?.outcome === "checked" ? checking.data.checks : null,
    onCheck: () => checking.submit({ kind: "check" }, { method: "post" }),
  };
}

function textsOf(boxes: Record<string, boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(boxes).map(([name, isOn]) => [name, String(isOn)]));
}
