import type { z } from "zod";

import type { Db } from "~/platform/db.server";

import { type FlowDefinition, FlowDefinitionSchema, type FlowProblem } from "./definition";
import { flowPorts } from "./ports.server";
import { getProgram } from "./program-cache.server";
import { listFlows } from "./repository.server";
import { type Catalogue, type FieldProblem, listProblems } from "./rules/problems";
import { listSteps } from "./rules/program";
import { findCircles, startsOf } from "./rules/starts";

/** A definition as it was written, and what is wrong with it; null when it is no definition at all. */
export type Examined = { definition: FlowDefinition | null; problems: FlowProblem[] };

/** Reads a definition and lists everything that keeps it from being published. */
export async function examineFlow(
  db: Db,
  { shopId, flowId, written }: { shopId: string; flowId: string; written: unknown },
): Promise<Examined> {
  const parsed = FlowDefinitionSchema.safeParse(written);
  if (!parsed.success)
    return { definition: null, problems: parsed.error.issues.map((issue) => shapeProblem(issue, written)) };
  const definition = parsed.data;
  const problems = [
    ...listProblems(definition, catalogue()),
    ...(await circles(db, { shopId, flowId, definition })),
    ...(await secondSeries(db, { shopId, flowId, definition })),
    ...(await triggerProblems(db, { shopId, definition })),
    ...(await actionProblems(db, { shopId, definition })),
  ];
  return { definition, problems };
}

function catalogue(): Catalogue {
  const { triggers, actions, events, facts } = flowPorts();
  const known: ReadonlySet<string> = events;
  return {
    checkTrigger: (key, settings) => fieldsOf(triggers.get(key), settings),
    checkAction: (key, settings) => fieldsOf(actions.get(key), settings),
    isEvent: (type) => known.has(type),
    isDateFact: (fact) => {
      const type = facts.typeOf(fact);
      return type === null ? null : type === "instant" || type === "day";
    },
    checkCondition: (condition) => [...facts.findProblems(condition)],
  };
}

function fieldsOf(
  item: { schema: z.ZodType<unknown, z.ZodTypeDef, unknown> } | undefined,
  settings: Record<string, unknown>,
): FieldProblem[] | null {
  if (!item) return null;
  const parsed = item.schema.safeParse(settings);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
}

type Examining = { shopId: string; flowId: string; definition: FlowDefinition };

/** Others that let the same people in for the same occasion, by a trigger that is to be one automation's alone. */
async function secondSeries(db: Db, { shopId, flowId, definition }: Examining): Promise<FlowProblem[]> {
  const { key } = definition.trigger;
  if (!flowPorts().triggers.get(key)?.isSole) return [];
  const problems: FlowProblem[] = [];
  for (const other of await listFlows(db, { shopId, states: ["live", "paused"] })) {
    if (other.id === flowId || other.liveVersion === null) continue;
    const { trigger, entry } = (
      await getProgram(db, { shopId, flowId: other.id, version: other.liveVersion })
    ).definition;
    if (trigger.key === key && (entry === null || definition.entry === null))
      problems.push({ place: "trigger", code: "second-series", params: { name: other.name } });
  }
  return problems;
}

async function circles(db: Db, { shopId, flowId, definition }: Examining): Promise<FlowProblem[]> {
  const starts = startsOf(definition);
  if (starts.length === 0) return [];
  const startedBy = new Map<string, readonly string[]>();
  for (const other of await listFlows(db, { shopId })) {
    if (other.id === flowId || other.liveVersion === null) continue;
    const program = await getProgram(db, { shopId, flowId: other.id, version: other.liveVersion });
    startedBy.set(
      other.id,
      startsOf(program.definition).map((start) => start.flowId),
    );
  }
  return findCircles(flowId, starts, startedBy).map(({ stepId }) => ({
    place: `steps.${stepId}.settings.flowId`,
    code: "starts-itself",
  }));
}

/** What the trigger itself knows to be impossible; asked only of settings that it can read. */
async function triggerProblems(
  db: Db,
  { shopId, definition }: { shopId: string; definition: FlowDefinition },
): Promise<FlowProblem[]> {
  const { key, settings: written } = definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  const settings = trigger?.schema.safeParse(written);
  if (!trigger?.findProblems || !settings?.success) return [];
  const found = await trigger.findProblems(db, { shopId, settings: settings.data as unknown });
  return found.map((problem) => ({ ...problem, place: `trigger.settings.${problem.place}` }));
}

/** What actions themselves know to be impossible or unlawful; asked only of settings that they can read. */
async function actionProblems(
  db: Db,
  { shopId, definition }: { shopId: string; definition: FlowDefinition },
): Promise<FlowProblem[]> {
  const problems: FlowProblem[] = [];
  for (const step of listSteps(definition.steps)) {
    const action = step.kind === "action" ? flowPorts().actions.get(step.action) : undefined;
    const settings = step.kind === "action" ? action?.schema.safeParse(step.settings) : undefined;
    if (!action?.findProblems || !settings?.success) continue;
    const input = { shopId, settings: settings.data as unknown, definition, stepId: step.id };
    const found = await action.findProblems(db, input);
    problems.push(...found.map((problem) => ({ textNamespace: action.textNamespace, ...problem })));
  }
  return problems;
}

/** A place that the schema names, by the ids of steps and exits instead of their positions. */
function shapeProblem({ path, message }: z.ZodIssue, written: unknown): FlowProblem {
  let value = written;
  let place: string[] = [];
  for (const key of path) {
    value = (value as Record<string | number, unknown> | null | undefined)?.[key];
    const id = typeof key === "number" ? (value as { id?: unknown } | null | undefined)?.id : undefined;
    place = typeof id === "string" ? [path[0] === "exits" ? "exits" : "steps", id] : [...place, String(key)];
  }
  return { place: place.join("."), code: "invalid-shape", params: { message } };
}
