import type { FlowNotice } from "~/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema, type FlowProblem } from "~/engine/flows/definition";
import { draftMarkOf } from "~/engine/flows/draft-mark.server";
import { listNotices } from "~/engine/flows/notices.server";
import { examineFlow } from "~/engine/flows/problems.server";
import type { FlowState } from "~/engine/flows/schema";
import type { Db } from "~/platform/db.server";

import { loadMaterials, type Reader } from "../materials.server";
import type { Materials } from "../schema";

export type BuilderData = {
  flowId: string;
  name: string;
  /** Of the draft as it is stored. */
  mark: string;
  state: FlowState;
  liveVersion: number | null;
  /** What is being written. A draft that cannot be read any more is shown empty, with the problem. */
  definition: FlowDefinition;
  problems: FlowProblem[];
  /** What is worth knowing before it is published. */
  notices: FlowNotice[];
  /** What people enter now; null when nothing was published yet. */
  live: FlowDefinition | null;
  /** Who is on their way through it. */
  insideCount: number;
  materials: Materials;
};

const NOTHING: FlowDefinition = FlowDefinitionSchema.parse({ trigger: { key: "" }, steps: [] });

/** Everything the builder shows of a flow; null when there is none. */
export async function presentBuilder(
  db: Db,
  { flowId, ...reader }: Reader & { flowId: string },
): Promise<BuilderData | null> {
  const { shopId } = reader;
  const row = await db.flow.findFirst({ where: { shopId, id: flowId } });
  if (!row) return null;
  const written: unknown = JSON.parse(row.draftJson);
  const { definition, problems } = await examineFlow(db, { shopId, flowId, written });
  const shown = definition ?? NOTHING;
  const live = await findLive(db, { shopId, flowId, version: row.liveVersion });
  return {
    flowId,
    name: row.name,
    mark: draftMarkOf(row),
    state: row.state as FlowState,
    liveVersion: row.liveVersion,
    definition: shown,
    problems,
    notices: await listNotices(db, { shopId, definition: shown, now: reader.now }),
    live,
    insideCount: await db.flowRun.count({
      where: { shopId, flowId, state: { in: ["active", "sleeping", "waiting"] } },
    }),
    materials: await loadMaterials(db, reader, live ? [shown, live] : [shown]),
  };
}

async function findLive(
  db: Db,
  { shopId, flowId, version }: { shopId: string; flowId: string; version: number | null },
): Promise<FlowDefinition | null> {
  if (version === null) return null;
  const row = await db.flowVersion.findFirst({ where: { shopId, flowId, version } });
  return row ? FlowDefinitionSchema.parse(JSON.parse(row.definitionJson)) : null;
}

/** What is wrong with a flow as it is being written, and what is worth knowing; null when there is no such flow. */
export async function presentProblems(
  db: Db,
  asked: { shopId: string; flowId: string; written: unknown; now: Date },
): Promise<{ problems: FlowProblem[]; notices: FlowNotice[] } | null> {
  const { shopId, flowId, now } = asked;
  const count = await db.flow.count({ where: { shopId, id: flowId } });
  if (count === 0) return null;
  const { definition, problems } = await examineFlow(db, asked);
  return { problems, notices: definition ? await listNotices(db, { shopId, definition, now }) : [] };
}
