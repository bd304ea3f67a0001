import { useFetcher } from "@remix-run/react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { PreviewAnswer, Thumbnail } from "~/engine/messaging/templates/screens/schema";
import { useToast } from "~/ui/use-toast";

import type { CampaignContent, CampaignProblem, WritingAnswer } from "../../schema";
import type { WritingData } from "../../writing/presenter.server";
import { useTold } from "../use-told";

const PREVIEW = "/app/templates/preview";

export type Written = { name: string; content: CampaignContent };

export type WritingActions = {
  isBusy: boolean;
  /** It is being asked what is wrong. */
  isChecking: boolean;
  /** What became of the last saving. */
  answer: WritingAnswer | undefined;
  /** What was wrong when it was last asked. */
  problems: readonly CampaignProblem[];
  /** The last look at what is written. */
  preview: PreviewAnswer | null;
  isPreviewing: boolean;
  /** Pictures of templates by their refs; null until they are there. */
  thumbnails: Readonly<Record<string, Thumbnail>> | null;
  /** Asks for a look. @param request A `PreviewRequest` as JSON. */
  onPreview: (request: string) => void;
  onLoadThumbnails: () => void;
  onCheck: (written: Written) => void;
  onSave: (written: Written) => void;
};

/** What the editor can ask of the server. */
export function useWritingActions(data: WritingData): WritingActions {
  const { t } = useTranslation("campaigns");
  const toast = useToast();
  const saving = useFetcher<WritingAnswer>();
  const checking = useFetcher<WritingAnswer>();
  const previewing = useFetcher<PreviewAnswer>();
  const pictures = useFetcher<{ thumbnails: Record<string, Thumbnail> }>();
  const { submit } = saving;
  const { submit: submitCheck } = checking;
  const { submit: submitPreview } = previewing;
  const { load } = pictures;
  const answer = saving.state === "idle" ? saving.data : undefined;
  useTold(answer, ({ outcome }) => toast(t(`toast.${outcome}`), { isError: outcome !== "saved" }));
  return {
    isBusy: saving.state !== "idle",
    isChecking: checking.state !== "idle",
    answer,
    problems: checking.data?.outcome === "checked" ? checking.data.problems : data.problems,
    preview: previewing.data ?? null,
    isPreviewing: previewing.state !== "idle",
    thumbnails: pictures.data?.thumbnails ?? null,
    onPreview: useCallback(
      (request) => submitPreview({ request }, { method: "post", action: PREVIEW }),
      [submitPreview],
    ),
    onLoadThumbnails: useCallback(() => load(`${PREVIEW}?of=thumbnails`), [load]),
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
