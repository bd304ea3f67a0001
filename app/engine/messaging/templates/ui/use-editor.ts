import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { applyChange, beginHistory, redo, undo } from "~/kit/edit-history";

import {
  addBlock,
  addLanguage,
  changeVariant,
  copyLanguage,
  moveBlock,
  removeBlock,
  removeLanguage,
  replaceBlock,
} from "../rules/editing";
import type { AddableKind, Block, Draft, Variant } from "../schema";
import type { EditorData } from "../screens/schema";

export type EditorState = {
  draft: Draft;
  language: string;
  languages: string[];
  variant: Variant;
  /** The block whose form is open. */
  selectedId: string | null;
  isDirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  select: (id: string | null) => void;
  chooseLanguage: (language: string) => void;
  rename: (name: string) => void;
  changeWords: (words: Partial<Pick<Variant, "subject" | "preheader">>) => void;
  changeBlock: (block: Block, about: string) => void;
  addBlock: (kind: AddableKind) => void;
  removeBlock: (id: string) => void;
  moveBlock: (id: string, by: -1 | 1) => void;
  addLanguage: (language: string) => void;
  copyFrom: (language: string) => void;
  removeLanguage: () => void;
  undo: () => void;
  redo: () => void;
  discard: () => void;
};

const NOTHING: Variant = { subject: "", preheader: "", blocks: [] };

/** The state of the editor: starts, and starts again after saving, from what is saved. */
export function useEditor({ draft: saved, version }: EditorData, locale: string): EditorState {
  const [history, setHistory] = useState(() => beginHistory(saved));
  const [chosen, setChosen] = useState(locale);
  const [selectedId, select] = useState<string | null>(null);
  const shownVersion = useRef(version);
  const draft = history.present;
  const savedText = useMemo(() => JSON.stringify(saved), [saved]);
  const languages = Object.keys(draft.variants).sort();
  const language = draft.variants[chosen] ? chosen : (languages[0] ?? "en");
  const variant = draft.variants[language] ?? NOTHING;

  useEffect(() => {
    // A reload of the same version must not throw away what is being typed.
    if (shownVersion.current === version) return;
    shownVersion.current = version;
    setHistory(beginHistory(saved));
  }, [saved, version]);

  const change = useCallback(
    (next: (draft: Draft) => Draft, about: string | null = null) =>
      setHistory((before) => applyChange(before, next(before.present), about)),
    [],
  );
  const changeBlocks = (next: (blocks: readonly Block[]) => Block[], about: string | null = null) =>
    change(
      (before) => changeVariant(before, language, (one) => ({ ...one, blocks: next(one.blocks) })),
      about,
    );

  return {
    draft,
    language,
    languages,
    variant,
    selectedId,
    isDirty: JSON.stringify(draft) !== savedText,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    select,
    chooseLanguage: setChosen,
    rename: (name) => change((before) => ({ ...before, name }), "name"),
    changeWords: (words) =>
      change(
        (before) => changeVariant(before, language, (one) => ({ ...one, ...words })),
        `${language} ${Object.keys(words).join()}`,
      ),
    changeBlock: (block, about) =>
      changeBlocks((blocks) => replaceBlock(blocks, block), `${language} ${block.id} ${about}`),
    ...blockMoves(changeBlocks, { selectedId, select }),
    addLanguage: (tag) => {
      change((before) => addLanguage(before, tag, language));
      setChosen(tag);
    },
    copyFrom: (from) => change((before) => copyLanguage(before, { to: language, from })),
    removeLanguage: () => change((before) => removeLanguage(before, language)),
    undo: () => setHistory(undo),
    redo: () => setHistory(redo),
    discard: () => setHistory(beginHistory(saved)),
  };
}

/** What can be done to the list of blocks. */
function blockMoves(
  change: (next: (blocks: readonly Block[]) => Block[]) => void,
  { selectedId, select }: Pick<EditorState, "selectedId" | "select">,
): Pick<EditorState, "addBlock" | "removeBlock" | "moveBlock"> {
  return {
    addBlock: (kind) => {
      const id = newBlockId(kind);
      change((blocks) => addBlock(blocks, { kind, id, after: selectedId }));
      select(id);
    },
    removeBlock: (id) => change((blocks) => removeBlock(blocks, id)),
    moveBlock: (id, by) => change((blocks) => moveBlock(blocks, id, by)),
  };
}

/** Ids only have to differ within a template. */
export function newBlockId(kind: string): string {
  return `${kind}-${crypto.randomUUID().slice(0, 8)}`;
}
