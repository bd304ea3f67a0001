import { useFetcher, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect } from "react";

import type { FlowProblem } from "~/engine/flows/definition";
import type { SimulationDays } from "~/engine/flows/schema";

import type { SimulationPageData } from "../flow-screens/simulation/presenter.server";
import type { SimulationAnswer } from "../flow-screens/schema";
import { useTold } from "./use-told";

/** How often a simulation that is under way is looked at. */
const LOOK_MS = 1_500;

export type SimulationActions = {
  isBusy: boolean;
  /** Why the draft was not tried. */
  problems: readonly FlowProblem[];
  onStart: (days: SimulationDays) => void;
  onCancel: (simulationId: string) => void;
  onPage: (page: number) => void;
};

/** Whether a simulation is still to bring its result. */
export function isUnderWay(simulation: SimulationPageData["simulation"]): boolean {
  return simulation?.state === "requested" || simulation?.state === "running";
}

/** What the page of a simulation can ask of the server; it looks again while one is under way. */
export function useSimulationActions({ simulation }: SimulationPageData): SimulationActions {
  const acting = useFetcher<SimulationAnswer>();
  const [, setSearch] = useSearchParams();
  const { revalidate } = useRevalidator();
  const { submit } = acting;
  const isWaiting = isUnderWay(simulation);
  const answer = acting.state === "idle" ? acting.data : undefined;
  useTold(answer, ({ outcome }) =>
    outcome === "requested" || outcome === "cancelled"
      ? null
      : { text: outcome === "refused" ? "toast.refused" : "toast.not-possible", isError: true },
  );
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(revalidate, LOOK_MS);
    return () => clearInterval(timer);
  }, [isWaiting, revalidate]);
  return {
    isBusy: acting.state !== "idle",
    problems: answer?.outcome === "refused" ? answer.problems : [],
    onStart: (days) => submit({ kind: "start", days: String(days) }, { method: "post" }),
    onCancel: (simulationId) => submit({ kind: "cancel", simulationId }, { method: "post" }),
    onPage: (page) => setSearch({ page: String(page) }),
  };
}
