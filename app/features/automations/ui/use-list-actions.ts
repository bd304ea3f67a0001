import { useFetcher } from "@remix-run/react";

import type { FlowChange, ListAnswer } from "../flow-screens/schema";
import { useTold } from "./use-told";

export type ListActions = {
  isBusy: boolean;
  onChange: (kind: FlowChange, flowId: string) => void;
};

/** What the list can ask of the server. */
export function useListActions(): ListActions {
  const changing = useFetcher<ListAnswer>();
  const { submit } = changing;
  useTold(changing.state === "idle" ? changing.data : undefined, (answer) =>
    answer.outcome === "changed"
      ? { text: `toast.${answer.kind}`, isError: false }
      : { text: "toast.not-possible", isError: true },
  );
  return {
    isBusy: changing.state !== "idle",
    onChange: (kind, flowId) => submit({ kind, flowId }, { method: "post", action: "/app/flows?index" }),
  };
}
