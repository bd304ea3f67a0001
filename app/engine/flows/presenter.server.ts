import type { DecisionItem } from "~/engine/decisions/schema";
import { presentDecisions } from "~/engine/decisions/presenter.server";
import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import type { AnyAction, AnyTrigger, FlowRecipe } from "./contribution";
import type { FlowDefinition } from "./definition";
import { flowPorts } from "./ports.server";
import { examineFlow } from "./problems.server";
import { getProgram } from "./program-cache.server";
import { findFlow, type FlowRow, listFlows, listVersions } from "./repository.server";
import { diffFlows, type FlowDifference } from "./rules/diff";
import { type FlowState, RUN_STATES, type RunState } from "./schema";
import type { SettingField, SettingOptions } from "./setting-field";

const PAGE_SIZE = 25;

/** How many runs stand where; `entered` is all of them. */
export type RunCounts = Record<RunState | "entered", number>;

export type FlowItem = {
  id: string;
  name: string;
  state: FlowState;
  liveVersion: number | null;
  priority: number;
  recipeKey: string | null;
  updatedAt: string;
  counts: RunCounts;
};

/** All flows of a shop, by priority. */
export async function presentFlows(db: Db, { shopId }: { shopId: string }): Promise<FlowItem[]> {
  const counts = await countRuns(db, { shopId, flowId: null });
  return (await listFlows(db, { shopId })).map((row) => itemOf(row, counts));
}

/** What the flows of a shop are called, by priority; their runs are not counted. */
export async function presentFlowNames(
  db: Db,
  { shopId }: { shopId: string },
): Promise<Pick<FlowItem, "id" | "name" | "state">[]> {
  return (await listFlows(db, { shopId })).map(({ id, name, state }) => ({ id, name, state }));
}

export type FlowView = FlowItem & {
  draft: FlowDefinition | null;
  problems: Awaited<ReturnType<typeof examineFlow>>["problems"];
  /** Newest first, with how many entered each and where they stand. */
  versions: { version: number; publishedAt: string; counts: RunCounts }[];
  /** What publishing the draft would change; null when nothing was published yet, or the draft is no definition. */
  difference: FlowDifference | null;
};

/** One flow with its draft; null when there is none. */
export async function presentFlow(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<FlowView | null> {
  const row = await findFlow(db, { shopId, flowId });
  if (!row) return null;
  const written: unknown = JSON.parse(row.draftJson);
  const { definition, problems } = await examineFlow(db, { shopId, flowId, written });
  const counts = await countRuns(db, { shopId, flowId });
  const live =
    row.liveVersion === null ? null : await getProgram(db, { shopId, flowId, version: row.liveVersion });
  return {
    ...itemOf(row, counts),
    draft: definition,
    problems,
    versions: (await listVersions(db, { shopId, flowId })).map(({ version, publishedAt }) => ({
      version,
      publishedAt: publishedAt.toISOString(),
      counts: sum(counts.filter((count) => count.version === version)),
    })),
    difference: live && definition ? diffFlows(live.definition, definition) : null,
  };
}

type StateCount = { flowId: string; version: number; state: RunState; count: number };

/** Counted along an index; no row is read. */
async function countRuns(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string | null },
): Promise<StateCount[]> {
  const groups = await db.flowRun.groupBy({
    by: ["flowId", "state", "version"],
    where: { shopId, ...(flowId === null ? {} : { flowId }) },
    _count: true,
  });
  return groups.map(({ _count, state, ...group }) => ({ ...group, state: state as RunState, count: _count }));
}

function sum(counts: readonly StateCount[]): RunCounts {
  const all = Object.fromEntries([...RUN_STATES, "entered"].map((state) => [state, 0])) as RunCounts;
  for (const { state, count } of counts) {
    all[state] += count;
    all.entered += count;
  }
  return all;
}

function itemOf(
  { id, name, state, liveVersion, priority, recipeKey, updatedAt }: FlowRow,
  counts: readonly StateCount[],
): FlowItem {
  return {
    id,
    name,
    state,
    liveVersion,
    priority,
    recipeKey,
    updatedAt: updatedAt.toISOString(),
    counts: sum(counts.filter(({ flowId }) => flowId === id)),
  };
}

export type RunItem = {
  id: string;
  flowId: string;
  version: number;
  state: RunState;
  customer: { id: string; name: string } | null;
  subjectKind: string | null;
  subjectId: string | null;
  stepId: string | null;
  wakeAt: string | null;
  enteredAt: string;
  endedAt: string | null;
  endReason: string | null;
  arms: Readonly<Record<string, string>>;
};

export type RunPage = { items: RunItem[]; totalCount: number; page: number; pageCount: number };

/** Runs of a flow, or of a customer, the newest first. */
export async function presentRuns(
  db: Db,
  scope: { shopId: string; flowId?: string; customerId?: string },
  { state = null, page = 1 }: { state?: RunState | null; page?: number } = {},
): Promise<RunPage> {
  const { shopId, flowId, customerId } = scope;
  const narrowed = {
    ...(flowId ? { flowId } : {}),
    ...(customerId ? { customerId } : {}),
    ...(state ? { state } : {}),
  };
  const totalCount = await db.flowRun.count({ where: { ...narrowed, shopId } });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const shown = Math.min(page, pageCount);
  const rows = await db.flowRun.findMany({
    where: { ...narrowed, shopId },
    orderBy: [{ enteredAt: "desc" }, { id: "desc" }],
    skip: (shown - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
  });
  const names = await namesOf(
    db,
    shopId,
    rows.flatMap((row) => row.customerId ?? []),
  );
  return { items: rows.map((row) => runItem(row, names)), totalCount, page: shown, pageCount };
}

export type RunStory = { run: RunItem; flowName: string; lines: DecisionItem[] };

/** One person's way through a flow, from the entry on; null when there is no such run. */
export async function presentRun(
  db: Db,
  { shopId, runId }: { shopId: string; runId: string },
): Promise<RunStory | null> {
  const row = await db.flowRun.findFirst({ where: { shopId, id: runId } });
  if (!row) return null;
  const names = await namesOf(db, shopId, row.customerId === null ? [] : [row.customerId]);
  const flow = await findFlow(db, { shopId, flowId: row.flowId });
  const lines: DecisionItem[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
    const found = await presentDecisions(
      db,
      { shopId, subject: { kind: "flow-run", id: runId } },
      { filter: { query: "", outcome: null, feature: null, page } },
    );
    pageCount = found.pageCount;
    lines.push(...found.items);
  }
  return { run: runItem(row, names), flowName: flow?.name ?? "", lines: lines.reverse() };
}

type RunRow = Omit<RunItem, "customer" | "state" | "arms" | "wakeAt" | "enteredAt" | "endedAt"> & {
  state: string;
  customerId: string | null;
  armsJson: string;
  wakeAt: Date | null;
  enteredAt: Date;
  endedAt: Date | null;
};

function runItem(row: RunRow, names: ReadonlyMap<string, string>): RunItem {
  const { id, flowId, version, customerId, subjectKind, subjectId, stepId, endReason } = row;
  return {
    id,
    flowId,
    version,
    subjectKind,
    subjectId,
    stepId,
    endReason,
    state: row.state as RunState,
    customer: customerId === null ? null : { id: customerId, name: names.get(customerId) ?? "" },
    wakeAt: row.wakeAt?.toISOString() ?? null,
    enteredAt: row.enteredAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    arms: JSON.parse(row.armsJson) as Record<string, string>,
  };
}

async function namesOf(db: Db, shopId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  return new Map(
    rows.map((row) => [row.id, [row.firstName, row.lastName].filter(Boolean).join(" ") || (row.email ?? "")]),
  );
}

export type RecipeItem = {
  key: string;
  textNamespace: string;
  stage: FlowRecipe["stage"];
  definition: FlowDefinition;
  /** The screen that is about it; null: it has none. */
  page: string | null;
  /** Flows of it that were not stopped: who goes through one must not be surprised by a second. Live ones first. */
  taken: TakenRecipe[];
  /** Whether a second one would write to the same people about the same thing. */
  isSole: boolean;
};
export type TakenRecipe = { flowId: string; name: string; state: FlowState };

/** Flows that work with no set-up, as they would be for a shop. */
export async function presentRecipes(
  db: Db,
  { shopId, ...shop }: { shopId: string; locale: Locale; currencyCode: string },
): Promise<RecipeItem[]> {
  const flows = await listFlows(db, { shopId, states: ["live", "paused", "draining", "draft"] });
  return [...flowPorts().recipes.values()].map(({ key, textNamespace, stage, page = null, definitionOf }) => {
    const definition = definitionOf(shop);
    const isSole = flowPorts().triggers.get(definition.trigger.key)?.isSole === true;
    const taken = flows
      .filter(({ recipeKey }) => recipeKey === key)
      .map(({ id, name, state }) => ({ flowId: id, name, state }))
      .sort((one, other) => Number(other.state === "live") - Number(one.state === "live"));
    return { key, textNamespace, stage, definition, page, taken, isSole };
  });
}

/** A trigger or an action, for the builder. */
export type PartItem = {
  key: string;
  textNamespace: string;
  fields: readonly SettingField[];
  /** What its settings are before anything was chosen; empty where something must be. */
  initial: Readonly<Record<string, unknown>>;
  /** What the shop has to pick from, where something is picked. */
  options: SettingOptions;
};

/** What a flow can be made of beside actions, for the builder: keys, whose texts name them, and their forms. */
export function presentCatalogue() {
  const { triggers, recipes, events } = flowPorts();
  return {
    triggers: [...triggers.values()].map((trigger) => partItem(trigger)),
    recipes: [...recipes.values()].map(({ key, textNamespace, stage }) => ({ key, textNamespace, stage })),
    events: [...events],
  };
}

/** The actions with what a shop has to pick from in their forms. */
export async function presentActions(db: Db, { shopId }: { shopId: string }): Promise<PartItem[]> {
  const items: PartItem[] = [];
  for (const action of flowPorts().actions.values()) {
    items.push(partItem(action, await action.listOptions?.(db, { shopId })));
  }
  return items;
}

function partItem(
  { key, textNamespace, schema, fields = [] }: AnyTrigger | AnyAction,
  options: SettingOptions = {},
): PartItem {
  const parsed = schema.safeParse({});
  const initial = parsed.success ? (parsed.data as PartItem["initial"]) : {};
  return { key, textNamespace, fields, initial, options };
}
