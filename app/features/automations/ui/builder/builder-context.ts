import { createContext, useContext } from "react";

import type { FlowNotice } from "~/engine/flows/contribution";
import type { FlowProblem } from "~/engine/flows/definition";

import type { Materials } from "../../flow-screens/schema";
import type { FlowWords } from "../use-flow-words";
import type { FlowEditor } from "./use-flow-editor";

export type Builder = {
  flowId: string;
  materials: Materials;
  editor: FlowEditor;
  words: FlowWords;
  problems: readonly FlowProblem[];
  notices: readonly FlowNotice[];
  problemWords: (problem: FlowProblem) => string;
  /** Opens the form of a step or an exit. */
  open: (part: OpenPart) => void;
};
export type OpenPart = { kind: "step" | "exit"; id: string };

const Context = createContext<Builder | null>(null);

export const BuilderProvider = Context.Provider;

/** @throws Error outside the builder. */
export function useBuilder(): Builder {
  const builder = useContext(Context);
  if (!builder) throw new Error("expected to be inside the builder of a flow");
  return builder;
}
