import { presentLift } from "~/engine/experiments/presenter.server";
import { flowExperiment, type LiftState } from "~/engine/experiments/schema";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import { type FlowItem, presentFlows } from "~/engine/flows/presenter.server";
import type { Db } from "~/platform/db.server";

import { loadMaterials, type Reader } from "../materials.server";
import type { Materials } from "../schema";

export type ListedFlow = FlowItem & {
  /** Of the live version, else of the draft; null when that cannot be read. */
  trigger: FlowDefinition["trigger"] | null;
  lift: LiftState;
};

export type FlowList = { flows: ListedFlow[]; materials: Materials };

/** All flows of a shop with how they begin and what they bring. */
export async function presentFlowList(
  db: Db,
  { zone, ...reader }: Reader & { zone: string },
): Promise<FlowList> {
  const { shopId, now } = reader;
  const definitions = await definitionsOf(db, shopId);
  const flows: ListedFlow[] = [];
  for (const item of await presentFlows(db, { shopId })) {
    const asked = { shopId, experimentKey: flowExperiment(item.id), zone, now };
    flows.push({
      ...item,
      trigger: definitions.get(item.id)?.trigger ?? null,
      lift: await presentLift(db, asked),
    });
  }
  return { flows, materials: await loadMaterials(db, reader, [...definitions.values()]) };
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
