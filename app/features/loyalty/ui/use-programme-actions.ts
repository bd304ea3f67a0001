import { useFetcher } from "@remix-run/react";

import type { SaveSettingsResult } from "../settings/service.server";

import { useTold } from "./use-told";

export type ProgrammeActions = { isSaving: boolean; onSave: (form: string) => void };

/** What the set-up can ask of the server: the form goes as JSON. */
export function useProgrammeActions(): ProgrammeActions {
  const fetcher = useFetcher<SaveSettingsResult>();
  useTold(fetcher.state === "idle" ? fetcher.data : undefined, ({ outcome }) => ({
    text: `toast.${outcome}`,
    isError: outcome !== "saved",
  }));
  return {
    isSaving: fetcher.state !== "idle",
    onSave: (form) => fetcher.submit({ form }, { method: "post" }),
  };
}
