import {
  presentLift,
  presentSplitState,
  presentTokenRevenue,
  type TokenRevenue,
} from "~/engine/experiments/presenter.server";
import {
  flowExperiment,
  type LiftState,
  splitExperiment,
  type SplitState,
} from "~/engine/experiments/schema";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import { type FlowItem, presentFlows } from "~/engine/flows/presenter.server";
import { listSteps } from "~/engine/flows/rules/program";
import { DAY_MS } from "~/kit/duration";
import { type Db, toDbInstant, toMinor } from "~/platform/db.server";

import { PURPOSE } from "../../rules/namespace";
import { loadMaterials, type Reader } from "../materials.server";
import { type Materials, TOKEN_DAYS } from "../schema";

export type ListedFlow = FlowItem & {
  /** Of the live version, else of the draft; null when that cannot be read. */
  trigger: FlowDefinition["trigger"] | null;
  lift: LiftState;
  /** Of the splits people came to, in the order they are read. */
  splits: (SplitState & { stepId: string })[];
  /** Messages of the last `TOKEN_DAYS` days that were handed over, perhaps sent ones among them. */
  sentCount: number;
  /** By code or click, in the last days. */
  byToken: TokenRevenue;
};

/** How far back revenue by code or click is counted, and how long after a click an order counts. */
const CLICK_DAYS = 7;

export type FlowList = { flows: ListedFlow[]; materials: Materials };

/** All flows of a shop with how they begin and what they bring. */
export async function presentFlowList(
  db: Db,
  { zone, ...reader }: Reader & { zone: string },
): Promise<FlowList> {
  const { shopId, now } = reader;
  const definitions = await definitionsOf(db, shopId);
  const from = new Date(now.getTime() - TOKEN_DAYS * DAY_MS);
  const sentCounts = await countSent(db, { shopId, from });
  const flows: ListedFlow[] = [];
  for (const item of await presentFlows(db, { shopId })) {
    const asked = { shopId, experimentKey: flowExperiment(item.id), zone, now };
    flows.push({
      ...item,
      trigger: definitions.get(item.id)?.trigger ?? null,
      lift: await presentLift(db, asked),
      splits: await presentSplits(db, {
        ...asked,
        flowId: item.id,
        steps: definitions.get(item.id)?.steps ?? [],
      }),
      sentCount: sentCounts.get(item.id) ?? 0,
      byToken: await presentTokenRevenue(db, {
        ...{ shopId, source: { kind: "flow", id: item.id }, windowDays: CLICK_DAYS, from },
        to: new Date(now.getTime() + 1),
      }),
    });
  }
  return { flows, materials: await loadMaterials(db, reader, [...definitions.values()]) };
}

async function presentSplits(
  db: Db,
  {
    flowId,
    steps,
    ...asked
  }: { shopId: string; flowId: string; steps: FlowDefinition["steps"]; zone: string; now: Date },
): Promise<ListedFlow["splits"]> {
  const splits: ListedFlow["splits"] = [];
  for (const step of listSteps(steps)) {
    if (step.kind !== "split") continue;
    const stepId = step.id;
    const arms = step.arms.map(({ key }) => key);
    const experimentKey = splitExperiment({ flowId, stepId });
    const state = await presentSplitState(db, { ...asked, experimentKey, arms });
    if (state) splits.push({ stepId, ...state });
  }
  return splits;
}

/** A message's subject is the run it was written in. As many days as of revenue: messages of all time grow without end. */
async function countSent(
  db: Db,
  { shopId, from }: { shopId: string; from: Date },
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ flowId: string; sentCount: bigint }[]>`
    SELECT r."flowId", COUNT(*) AS "sentCount" FROM "Message" m
    JOIN "FlowRun" r ON r."shopId" = ${shopId} AND r."id" = m."subjectId"
    WHERE m."shopId" = ${shopId} AND m."createdAt" >= ${toDbInstant(from)}
      AND m."purpose" = ${PURPOSE} AND m."state" IN ('sent', 'uncertain')
    GROUP BY r."flowId"`;
  return new Map(rows.map(({ flowId, sentCount }) => [flowId, toMinor(sentCount)]));
}

async function definitionsOf(db: Db, shopId: string): Promise<Map<string, FlowDefinition>> {
  const rows = await db.flow.findMany({
    where: { shopId },
    select: { id: true, draftJson: true, liveVersion: true },
  });
  const live = rows.flatMap(({ id, liveVersion }) =>
    liveVersion === null ? [] : [{ flowId: id, version: liveVersion }],
  );
  const versions =
    live.length === 0
      ? []
      : await db.flowVersion.findMany({
          where: { shopId, OR: live },
          select: { flowId: true, definitionJson: true },
        });
  const written = new Map(rows.map(({ id, draftJson }) => [id, draftJson]));
  for (const { flowId, definitionJson } of versions) written.set(flowId, definitionJson);
  const definitions = new Map<string, FlowDefinition>();
  for (const [id, json] of written) {
    const parsed = FlowDefinitionSchema.safeParse(JSON.parse(json));
    if (parsed.success) definitions.set(id, parsed.data);
  }
  return definitions;
}
