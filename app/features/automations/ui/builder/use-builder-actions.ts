import { useFetcher } from "@remix-run/react";
import { useCallback } from "react";

import type { FlowNotice } from "~/engine/flows/contribution";
import type { FlowDefinition, FlowProblem } from "~/engine/flows/definition";
import type { RunsOnPublish } from "~/engine/flows/schema";

import type { BuilderData } from "../../flow-screens/builder/presenter.server";
import type { BuilderAnswer } from "../../flow-screens/schema";
import { type Toast, useTold } from "../use-told";

export type Written = { definition: FlowDefinition; name: string };

export type BuilderActions = {
  isBusy: boolean;
  /** What became of the last saving or publishing. */
  answer: BuilderAnswer | undefined;
  /** What was wrong when it was last asked: at the loading, by a check, or by saving. */
  problems: readonly FlowProblem[];
  /** What is worth knowing of what was checked last. */
  notices: readonly FlowNotice[];
  onCheck: (written: Written) => void;
  onSave: (written: Written) => void;
  onPublish: (written: Written, runs: RunsOnPublish) => void;
};

/** What the builder can ask of the server. */
export function useBuilderActions(data: BuilderData): BuilderActions {
  const saving = useFetcher<BuilderAnswer>();
  const checking = useFetcher<BuilderAnswer>();
  const { submit } = saving;
  const { submit: submitCheck } = checking;
  const answer = saving.state === "idle" ? saving.data : undefined;
  useTold(answer, toToast);
  // Told once that somebody else has saved, whoever saves again means it: the data was read anew by then.
  const { mark: seen } = data;
  return {
    isBusy: saving.state !== "idle",
    answer,
    problems: checking.data?.outcome === "checked" ? checking.data.problems : data.problems,
    notices: checking.data?.outcome === "checked" ? checking.data.notices : data.notices,
    onCheck: useCallback(
      ({ definition }) =>
        submitCheck({ kind: "check", written: JSON.stringify(definition) }, { method: "post" }),
      [submitCheck],
    ),
    onSave: ({ definition, name }) =>
      submit({ kind: "save", written: JSON.stringify(definition), name, seen }, { method: "post" }),
    onPublish: ({ definition, name }, runs) =>
      submit({ kind: "publish", written: JSON.stringify(definition), name, seen, runs }, { method: "post" }),
  };
}

function toToast({ outcome }: BuilderAnswer): Toast | null {
  if (outcome === "checked") return null;
  return { text: `toast.${outcome}`, isError: outcome !== "saved" && outcome !== "published" };
}
