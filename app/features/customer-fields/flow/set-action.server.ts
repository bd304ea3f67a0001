import { z } from "zod";

import type { ActionResult, FlowAction, FlowProblem, SimulatedResult } from "~/engine/flows/contribution";
import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { findFieldByKey, listFields } from "../repository.server";
import { readValue } from "../rules/value";
import { type CustomerField, FIELD_LIMITS } from "../schema";
import { type Applied, applyWishes } from "../values/apply.server";
import { listValues } from "../values/repository.server";

const WAYS = ["value", "today", "clear"] as const;

const SetSchema = z.object({
  /** The field's key; empty: none was picked yet. */
  field: z.string().max(FIELD_LIMITS.keyLength).default(""),
  to: z.enum(WAYS).default("value"),
  /** As it is written (rules/value.ts). */
  value: z.string().max(FIELD_LIMITS.textLength).default(""),
});
type SetSettings = z.infer<typeof SetSchema>;

/** Puts a value into a field of the person, today's date, or nothing; once per run and step. */
export const setField: FlowAction<SetSettings> = {
  key: "customer-fields.set",
  textNamespace: "customer-fields",
  schema: SetSchema,
  needsCustomer: true,
  fields: [
    { name: "field", kind: "option" },
    { name: "to", kind: "choice", values: WAYS },
    {
      name: "value",
      kind: "option-value",
      of: "field",
      maxLength: FIELD_LIMITS.textLength,
      when: { field: "to", is: "value" },
    },
  ],
  listOptions: async (db, { shopId }) => {
    const fields = (await listFields(db, { shopId })).filter(({ isArchived }) => !isArchived);
    return {
      field: fields.map(({ key, name, kind, choices }) => ({
        value: key,
        label: name,
        input: kind,
        ...(kind === "choice" ? { choices: choices.map(({ id, label }) => ({ value: id, label })) } : {}),
      })),
    };
  },
  findProblems: async (db, { shopId, settings, stepId }) => {
    const found = await decideWish(db, { shopId, settings, now: null });
    if (found.kind === "wish") return [];
    return [{ ...found.problem, place: `steps.${stepId}.settings.${found.problem.place}` }];
  },
  perform: async (tx, { shopId, settings, runs, now }) => {
    const found = await decideWish(tx, { shopId, settings, now });
    if (found.kind === "refused") return runs.map(() => refusal(found.problem));
    const { field, written } = found;
    const wishes = runs.map(({ customerId, effectKey: causeKey }) => {
      if (customerId === null) throw new Error(`run of "${causeKey}" sets a field of nobody`);
      return { customerId, field, written, causeKey };
    });
    // All runs are of one flow.
    const by = { staffId: null, flowId: runs[0]?.flowId ?? null };
    const applied = await applyWishes(tx, { shopId, wishes, by, now });
    return applied.map((one) => resultOf(one, { field, written }));
  },
  simulate: async (db, { shopId, settings, runs, now }) => {
    const found = await decideWish(db, { shopId, settings, now });
    if (found.kind === "refused") return runs.map(() => ({ result: refusal(found.problem), at: now }));
    const { field, written } = found;
    const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
    const stored = await listValues(db, { shopId, customerIds, fieldIds: [field.id] });
    const values = new Map(stored.map((value) => [value.customerId, value.written]));
    return runs.map(({ customerId }): SimulatedResult => {
      const isSame = (values.get(customerId ?? "") ?? null) === written;
      return { result: resultOf(isSame ? "same" : "changed", { field, written }), at: now };
    });
  },
};

type Decided =
  { kind: "wish"; field: CustomerField; written: string | null } | { kind: "refused"; problem: FlowProblem };

/** What is to be in the field, or why it cannot be. @param now Null: only whether it can. */
async function decideWish(
  db: Db,
  { shopId, settings, now }: { shopId: string; settings: SetSettings; now: Date | null },
): Promise<Decided> {
  const field = await findFieldByKey(db, { shopId, key: settings.field });
  if (settings.field === "") return refused("field", "field-missing");
  if (!field) return refused("field", "field-unknown", { key: settings.field });
  if (field.isArchived) return refused("field", "field-archived", { field: field.name });
  if (settings.to === "clear") return { kind: "wish", field, written: null };
  if (settings.to === "today") {
    if (field.kind !== "date") return refused("to", "today-no-date", { field: field.name });
    return { kind: "wish", field, written: now && (await todayOf(db, { shopId, now })) };
  }
  if (settings.value.trim() === "") return refused("value", "value-missing", { field: field.name });
  const read = readValue(field, settings.value);
  return read.outcome === "read"
    ? { kind: "wish", field, written: read.written }
    : refused("value", read.code, read.params);
}

async function todayOf(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<string> {
  return dayIn((await getShop(db, { shopId })).ianaTimezone, now);
}

function refused(place: string, code: string, params: NonNullable<FlowProblem["params"]> = {}): Decided {
  return { kind: "refused", problem: { place, code, params } };
}

/** The log has the same words as the builder, but never a value. */
function refusal({ code, params = {} }: FlowProblem): Extract<ActionResult, { kind: "skipped" }> {
  const isUnfit = code.startsWith("value-");
  return { kind: "skipped", reason: isUnfit ? "value-unfit" : code, params: { field: params.field ?? "–" } };
}

function resultOf(
  applied: Applied,
  { field: { name: field }, written }: { field: CustomerField; written: string | null },
): Exclude<ActionResult, { kind: "pending" }> {
  if (applied === "had") return { kind: "skipped", reason: "field-had", params: { field } };
  const isCleared = written === null;
  if (applied === "same")
    return { kind: "skipped", reason: isCleared ? "field-empty" : "field-same", params: { field } };
  const reason = isCleared ? "field-cleared" : "field-set";
  return { kind: "done", reason, outcome: "went-on", params: { field } };
}
