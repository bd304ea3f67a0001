import { useFetcher } from "@remix-run/react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { CampaignContent, CampaignProblem, WritingAnswer } from "../../schema";
import type { WritingData } from "../../writing/presenter.server";
import { useTold } from "../use-told";

export type Written = { name: string; content: CampaignContent };

export type WritingActions = {
  isBusy: boolean;
  /** It is being asked what is wrong. */
  isChecking: boolean;
  /** What became of the last saving. */
  answer: WritingAnswer | undefined;
  /** What was wrong when it was last asked. */
  problems: readonly CampaignProblem[];
  onCheck: (written: Written) => void;
  onSave: (written: Written) => void;
};

/** What the editor can ask of the server. */
export function useWritingActions(data: WritingData): WritingActions {
  const { t } = useTranslation("campaigns");
  const toast = useToast();
  const saving = useFetcher<WritingAnswer>();
  const checking = useFetcher<WritingAnswer>();
  const { submit } = saving;
  const { submit: submitCheck } = checking;
  const answer = saving.state === "idle" ? saving.data : undefined;
  useTold(answer, ({ outcome }) => toast(t(`toast.${outcome}`), { isError: outcome !== "saved" }));
  return {
    isBusy: saving.state !== "idle",
    isChecking: checking.state !== "idle",
    answer,
    problems: checking.data?.outcome === "checked" ? checking.data.problems : data.problems,
    onCheck: useCallback(
      (written) => submitCheck(formOf("check", written), { method: "post" }),
      [submitCheck],
    ),
    onSave: (written) => submit(formOf("save", written), { method: "post" }),
  };
}

function formOf(kind: "check" | "save", { name, content }: Written) {
  return { kind, name, written: JSON.stringify(content) };
}
