import { createContext, useContext } from "react";

import type { Wording } from "../rules/explain";
import type { ConditionProblem, FactInfo, NamedValue } from "../schema";

/** Finds values of the shop whose name holds the words. */
export type SearchValues = (names: "tag" | "product", search: string) => Promise<readonly NamedValue[]>;

export type EditorContext = {
  facts: readonly FactInfo[];
  wording: Wording;
  currencyCode: string;
  searchValues: SearchValues;
  /** The editor remembers what picked values are called. */
  remember: (value: NamedValue) => void;
  /** What is wrong exactly there, in words; undefined when nothing is. */
  problemAt: (place: string) => string | undefined;
};

const Context = createContext<EditorContext | null>(null);

export const EditorProvider = Context.Provider;

/** @throws Error outside a ConditionEditor. */
export function useEditor(): EditorContext {
  const editor = useContext(Context);
  if (!editor) throw new Error("expected to be inside a ConditionEditor");
  return editor;
}

/** The problem in words, found by its place. */
export function describeProblems(
  problems: readonly ConditionProblem[],
  { t }: Pick<Wording, "t">,
): EditorContext["problemAt"] {
  const words = new Map(
    problems.map(({ place, code, params }) => [place, t(`facts:problems.${code}`, params)]),
  );
  return (place) => words.get(place);
}

/** `of.1` within `of.0` is `of.0.of.1`. */
export function placeIn(outer: string, inner: string): string {
  return outer === "" ? inner : `${outer}.${inner}`;
}
