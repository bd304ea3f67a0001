import type { FlowNotice } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { listNotices } from "~/engine/flows/notices.server";
import { findFlow } from "~/engine/flows/repository.server";
import type { FlowState } from "~/engine/flows/schema";
import { presentSimulation, type SimulationView } from "~/engine/flows/simulate/presenter.server";
import type { SimulationResult } from "~/engine/flows/simulate/schema";
import type { Db } from "~/platform/db.server";

const PAGE_SIZE = 25;

export type SimulatedPerson = SimulationResult["people"][number] & {
  /** Empty: nobody we know, or not there any more. */
  name: string;
};

export type SimulationPageData = {
  flow: { id: string; name: string; state: FlowState };
  simulation: Omit<SimulationView, "result" | "names"> | null;
  /** What is worth knowing before the draft is published. */
  notices: FlowNotice[];
  /** Null until it is done. */
  result:
    | (Omit<SimulationResult, "people"> & {
        peopleCount: number;
        people: SimulatedPerson[];
        page: number;
        pageCount: number;
      })
    | null;
};

/** The newest simulation of a flow with a page of its people; null when there is no such flow. */
export async function presentSimulationPage(
  db: Db,
  { shopId, flowId, page, now }: { shopId: string; flowId: string; page: number; now: Date },
): Promise<SimulationPageData | null> {
  const flow = await findFlow(db, { shopId, flowId });
  if (!flow) return null;
  const view = await presentSimulation(db, { shopId, flowId });
  const { id, name, state } = flow;
  const draft = FlowDefinitionSchema.safeParse(JSON.parse(flow.draftJson));
  const notices = draft.success ? await listNotices(db, { shopId, definition: draft.data, now }) : [];
  if (!view) return { flow: { id, name, state }, notices, simulation: null, result: null };
  const { result, names, ...simulation } = view;
  return {
    flow: { id, name, state },
    notices,
    simulation,
    result: result && pageOf(result, { names, page }),
  };
}

function pageOf(
  { people, ...rest }: SimulationResult,
  { names, page }: { names: SimulationView["names"]; page: number },
): SimulationPageData["result"] {
  const pageCount = Math.max(1, Math.ceil(people.length / PAGE_SIZE));
  const shown = Math.min(page, pageCount);
  return {
    ...rest,
    peopleCount: people.length,
    people: people
      .slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)
      .map((person) => ({ ...person, name: names[person.customerId ?? ""] ?? "" })),
    page: shown,
    pageCount,
  };
}
