import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { SendingErrors, SendingForm } from "~/engine/messaging/sending/schema";
import { useToast } from "~/ui/use-toast";

/** What the route answers to the form. */
export type SendingAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: SendingErrors };

export type SendingActions = {
  isSaving: boolean;
  errors: SendingErrors;
  onSave: (form: SendingForm) => void;
};

/** What the page about sending can ask of the server. */
export function useSendingActions(): SendingActions {
  const { t } = useTranslation("settings");
  const toast = useToast();
  const fetcher = useFetcher<SendingAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<SendingAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "toast.saved" : "toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit({ settings: JSON.stringify(form) }, { method: "post" }),
  };
}
