import type { DecisionSubject } from "~/engine/decisions/schema";
import type { DecisionSubjects } from "~/engine/decisions/subjects.server";
import type { Db } from "~/platform/db.server";

import { RUN_SUBJECT } from "../run/decisions.server";

type Asked = { shopId: string; ids: readonly string[] };

async function namesOf(db: Db, { shopId, ids }: Asked): Promise<Map<string, string>> {
  const flows = await db.flow.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(flows.map(({ id, name }) => [id, name]));
}

/** Who did not enter a flow. */
const ofFlows: DecisionSubjects = {
  kind: "flow",
  async listSubjects(db, asked) {
    const names = await namesOf(db, asked);
    return new Map([...names].map(([id, name]): [string, DecisionSubject] => [id, { name, url: urlOf(id) }]));
  },
};

/** What a run of a flow came to. */
const ofRuns: DecisionSubjects = {
  kind: RUN_SUBJECT,
  async listSubjects(db, { shopId, ids }) {
    const runs = await db.flowRun.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, flowId: true },
    });
    const names = await namesOf(db, { shopId, ids: [...new Set(runs.map(({ flowId }) => flowId))] });
    return new Map(
      runs.map(({ id, flowId }): [string, DecisionSubject] => [
        id,
        { name: names.get(flowId) ?? "", url: `${urlOf(flowId)}/runs/${encodeURIComponent(id)}` },
      ]),
    );
  },
};

function urlOf(flowId: string): string {
  return `/app/flows/${flowId}`;
}

/** What decisions of flows are about: the flow, and the person's way through it. */
export const flowSubjects: readonly DecisionSubjects[] = [ofFlows, ofRuns];
