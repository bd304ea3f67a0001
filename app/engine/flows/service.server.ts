import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";
import { LOCALES, type Locale } from "~/shops/schema";

import type { Entry, RunContext } from "./contribution";
import type { FlowDefinition, FlowProblem } from "./definition";
import { draftMarkOf } from "./draft-mark.server";
import { findEnteredFlow } from "./entry/entered-flow.server";
import { enterFlow, type EntryCounts } from "./entry/enter.server";
import { enqueueAdvance } from "./jobs.server";
import { flowPorts } from "./ports.server";
import { examineFlow } from "./problems.server";
import { claimFlow, deleteDraft, findFlow, insertFlow } from "./repository.server";
import { FLOW_STATES, FlowNameSchema } from "./schema";

/** What a flow is made from when it is from scratch. */
const EMPTY: FlowDefinition = {
  trigger: { key: "", settings: {} },
  entry: null,
  exits: [],
  reentry: { kind: "per-key" },
  steps: [],
};

type Named = { shopId: string; name: string; now: Date };
export type CreateOutcome =
  { outcome: "created"; flowId: string } | { outcome: "unknown-recipe" } | { outcome: "invalid-name" };

/** A new draft from scratch, or a copy of a definition. */
export async function createFlow(
  db: RootDb,
  { shopId, name, now }: Named,
  { definition = EMPTY, recipeKey = null }: { definition?: FlowDefinition; recipeKey?: string | null } = {},
): Promise<CreateOutcome> {
  const parsed = FlowNameSchema.safeParse(name);
  if (!parsed.success) return { outcome: "invalid-name" };
  const flowId = newId();
  await insertFlow(db, {
    id: flowId,
    shopId,
    name: parsed.data,
    state: "draft",
    draftJson: JSON.stringify(definition),
    liveVersion: null,
    enteringSince: null,
    priority: 100,
    recipeKey,
    createdAt: now,
    updatedAt: now,
  });
  return { outcome: "created", flowId };
}

/** A new draft that works with no set-up. */
export async function createFromRecipe(
  db: RootDb,
  { recipeKey, locale, ...named }: Named & { recipeKey: string; locale: string },
): Promise<CreateOutcome> {
  const recipe = flowPorts().recipes.get(recipeKey);
  if (!recipe) return { outcome: "unknown-recipe" };
  const { currencyCode } = await getShop(db, named);
  const language: Locale = LOCALES.find((known) => known === locale) ?? "en";
  return createFlow(db, named, {
    definition: recipe.definitionOf({ locale: language, currencyCode }),
    recipeKey,
  });
}

export type SaveOutcome =
  | { outcome: "saved"; problems: FlowProblem[] }
  /** It is no definition: nothing was saved. */
  | { outcome: "invalid"; problems: FlowProblem[] }
  /** Somebody else has saved since: nothing was. */
  | { outcome: "overtaken" }
  | { outcome: "not-found" };

type NewDraft = {
  shopId: string;
  flowId: string;
  written: unknown;
  name?: string;
  priority?: number;
  /** `draftMarkOf` what the writer began with: nothing of somebody else's is overwritten. Absent: whatever is there. */
  seen?: string | undefined;
  now: Date;
};

/** Saves what is being written. It may have problems, which are told; it must be a definition. */
export async function saveDraft(db: RootDb, input: NewDraft): Promise<SaveOutcome> {
  const { shopId, flowId, written, name, priority, now } = input;
  const { definition, problems } = await examineFlow(db, { shopId, flowId, written });
  const named = name === undefined ? undefined : FlowNameSchema.safeParse(name);
  if (!definition) return { outcome: "invalid", problems };
  if (named?.success === false)
    return { outcome: "invalid", problems: [{ place: "name", code: "invalid-name" }] };
  const change = {
    draftJson: JSON.stringify(definition),
    ...(named ? { name: named.data } : {}),
    ...(priority === undefined ? {} : { priority }),
    updatedAt: now,
  };
  return inTransaction(
    db,
    async (tx): Promise<SaveOutcome> => {
      if (!(await isAsSeen(tx, input))) return { outcome: "overtaken" };
      const isSaved = await claimFlow(tx, { shopId, flowId, from: FLOW_STATES }, change);
      return isSaved ? { outcome: "saved", problems } : { outcome: "not-found" };
    },
    { shopId },
  );
}

/** Whether nobody else has saved since. One that is gone was not overtaken. */
async function isAsSeen(tx: Tx, { shopId, flowId, seen }: NewDraft): Promise<boolean> {
  if (seen === undefined) return true;
  const flow = await findFlow(tx, { shopId, flowId });
  return flow === null || draftMarkOf(flow) === seen;
}

/** Throws a draft away that was never published. */
export async function discardDraft(
  db: RootDb,
  ids: { shopId: string; flowId: string },
): Promise<{ outcome: "discarded" | "not-found" }> {
  return { outcome: (await deleteDraft(db, ids)) ? "discarded" : "not-found" };
}

export type EnterOutcome =
  | ({ outcome: "entered" } & EntryCounts)
  | { outcome: "not-found" }
  /** It is not live, or it begins by itself. */
  | { outcome: "not-enterable" };

type ByHand = {
  shopId: string;
  flowId: string;
  customerIds: readonly string[];
  occasion: string;
  context?: RunContext;
  now: Date;
};

/** Lets people enter a flow by hand. Who may not is told of in the decision log. */
export function enterByHand(db: RootDb, input: ByHand): Promise<EnterOutcome> {
  return inTransaction(db, (tx) => enterByHandWithin(tx, input), { shopId: input.shopId });
}

/** The same as part of something greater, such as a step of another flow. */
export async function enterByHandWithin(
  tx: Tx,
  { shopId, flowId, customerIds, occasion, context = {}, now }: ByHand,
): Promise<EnterOutcome> {
  const row = await findFlow(tx, { shopId, flowId });
  if (!row) return { outcome: "not-found" };
  const shop = await getShop(tx, { shopId });
  const flow = await findEnteredFlow(tx, row, shop);
  const trigger = flow && flowPorts().triggers.get(flow.program.definition.trigger.key);
  if (!flow || trigger?.kind !== "manual") return { outcome: "not-enterable" };
  const entries = customerIds.map((customerId): Entry => ({
    customerId,
    subjectKind: null,
    subjectId: null,
    entryKey: `by-hand:${occasion}`,
    enteredAt: now,
    context,
  }));
  const counts = await enterFlow(tx, { flow, entries }, { shopId, zone: shop.ianaTimezone, now });
  if (counts.entered > 0) await enqueueAdvance(tx, { shopId, now });
  return { outcome: "entered", ...counts };
}
