import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { TaskAnswer } from "../asked/schema";
import type { TaskState } from "../schema";

/** As its form holds it; a blank is what there is none of. */
export type TaskWish = { title: string; detail: string; dueOn: string; owner: string };

export type TaskActions = {
  isBusy: boolean;
  /** The latest answer; a new object each time. */
  answer: TaskAnswer | undefined;
  onCreate: (key: string, wish: TaskWish & { customerId: string }) => void;
  /** `seen`: the mark of what the form was opened with. */
  onChange: (taskId: string, seen: string, wish: TaskWish) => void;
  onSettle: (taskId: string, to: TaskState) => void;
  onAddNote: (key: string, note: { customerId: string; body: string }) => void;
  onDeleteNote: (noteId: string) => void;
};

/** One page takes all of it, whichever shows the form: what is shown there is read anew afterwards. */
const ACTION = "/app/tasks?index";

/** What can be asked of the server about tasks and notes; what came of it is said in a word. */
export function useTaskActions(): TaskActions {
  const { t } = useTranslation("tasks");
  const toast = useToast();
  const fetcher = useFetcher<TaskAnswer>();
  const { revalidate } = useRevalidator();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<TaskAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isError = ["invalid", "overtaken", "not-possible"].includes(answer.outcome);
    toast(t(`answer.${answer.outcome}`), { isError });
    // After a refusal the page is not read again by itself, and it is what shows what stands there now.
    if (answer.outcome === "overtaken" || answer.outcome === "not-possible") revalidate();
  }, [answer, t, toast, revalidate]);
  const send = (form: Record<string, string>) => fetcher.submit(form, { method: "post", action: ACTION });
  return {
    isBusy: fetcher.state !== "idle",
    answer,
    onCreate: (key, wish) => send({ kind: "create-task", key, ...wish }),
    onChange: (taskId, seen, wish) => send({ kind: "change-task", taskId, seen, ...wish }),
    onSettle: (taskId, to) => send({ kind: "settle-task", taskId, to }),
    onAddNote: (key, note) => send({ kind: "add-note", key, ...note }),
    onDeleteNote: (noteId) => send({ kind: "delete-note", noteId }),
  };
}

/** Names what a form makes, so that it is made once however often it is sent. In the browser only. */
export function newFormKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
}
