import { useCallback, useEffect, useRef, useState } from "react";

import type { FlowDefinition, Step } from "~/engine/flows/definition";
import { applyChange, beginHistory, redo, undo } from "~/kit/edit-history";

import {
  duplicateStep,
  type Gap,
  insertStep,
  moveStep,
  removeStep,
  replaceStep,
} from "../../rules/edit-flow";
import type { Written } from "./use-builder-actions";

export type FlowEditor = Written & {
  isDirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  rename: (name: string) => void;
  /** @param about Names the field that is typed in: changes of the same one are undone together. */
  change: (part: Partial<FlowDefinition>, about?: string | null) => void;
  insert: (gap: Gap, step: Step) => void;
  replace: (step: Step, about?: string | null) => void;
  remove: (id: string) => void;
  move: (id: string, by: -1 | 1) => void;
  duplicate: (id: string) => void;
  undo: () => void;
  redo: () => void;
  discard: () => void;
  /** What was sent is stored now: it is what changes are counted from. */
  settle: (saved: Written) => void;
};

/** The state of a flow that is being written, with everything that was done to it. */
export function useFlowEditor(stored: Written): FlowEditor {
  const [history, setHistory] = useState(() => beginHistory(stored));
  const [saved, setSaved] = useState(stored);
  const { definition, name } = history.present;
  const apply = (next: (before: Written) => Written, about: string | null = null) =>
    setHistory((before) => applyChange(before, next(before.present), about));
  const changeSteps = (next: (steps: readonly Step[]) => Step[], about: string | null = null) =>
    apply(
      (before) => ({
        ...before,
        definition: { ...before.definition, steps: next(before.definition.steps) },
      }),
      about,
    );
  const editor: FlowEditor = {
    definition,
    name,
    isDirty: JSON.stringify(history.present) !== JSON.stringify(saved),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    rename: (text) => apply((before) => ({ ...before, name: text }), "name"),
    change: (part, about = null) =>
      apply((before) => ({ ...before, definition: { ...before.definition, ...part } }), about),
    insert: (gap, step) => changeSteps((steps) => insertStep(steps, gap, step)),
    replace: (step, about = `step ${step.id}`) => changeSteps((steps) => replaceStep(steps, step), about),
    remove: (id) => changeSteps((steps) => removeStep(steps, id)),
    move: (id, by) => changeSteps((steps) => moveStep(steps, id, by)),
    duplicate: (id) => changeSteps((steps) => duplicateStep(steps, id, newPartId)),
    undo: () => setHistory(undo),
    redo: () => setHistory(redo),
    discard: () => setHistory(beginHistory(saved)),
    settle: useCallback((written) => setSaved(written), []),
  };
  useUndoKeys(editor);
  return editor;
}

/** Ids of steps and exits only have to differ within a flow. */
export function newPartId(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 8);
}

/** Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, on a Mac with ⌘, wherever the focus is. */
function useUndoKeys(editor: Pick<FlowEditor, "undo" | "redo">): void {
  const latest = useRef(editor);
  useEffect(() => {
    latest.current = editor;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) latest.current.redo();
      else latest.current.undo();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
