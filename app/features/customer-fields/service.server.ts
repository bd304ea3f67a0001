import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { countChoices, createField, listFields, orderFields, updateField } from "./repository.server";
import { readForm } from "./rules/field-form";
import { keyFor } from "./rules/key";
import {
  type CustomerField,
  FIELD_LIMITS,
  type FieldAction,
  type FieldAnswer,
  type FieldChoice,
  type FieldProblem,
} from "./schema";

type Scene = { shopId: string; now: Date };

/** Does with the shop's fields what the merchant asked. No value of a customer is ever lost by it. */
export function answerFieldAction(
  db: RootDb,
  { asked, ...scene }: Scene & { asked: FieldAction },
): Promise<FieldAnswer> {
  const { shopId } = scene;
  return inTransaction(
    db,
    async (tx) => {
      const fields = await listFields(tx, { shopId });
      if (asked.kind === "create") return create(tx, scene, { asked, fields });
      const field = fields.find(({ id }) => id === asked.fieldId);
      if (!field) return { outcome: "not-possible" };
      switch (asked.kind) {
        case "change":
          return change(tx, scene, { asked, field, fields });
        case "move":
          return move(tx, scene, { by: asked.by, field, fields });
        case "archive":
          return archive(tx, scene, field);
        case "restore":
          return restore(tx, scene, { field, fields });
      }
    },
    { shopId },
  );
}

type Fields = { fields: readonly CustomerField[] };
type ActionOf<Kind extends FieldAction["kind"]> = Extract<FieldAction, { kind: Kind }>;

async function create(
  tx: Tx,
  { shopId, now }: Scene,
  { asked, fields }: Fields & { asked: ActionOf<"create"> },
): Promise<FieldAnswer> {
  const full = fullProblem(fields);
  if (full) return invalid(full);
  if (fields.length >= FIELD_LIMITS.all)
    return invalid({ field: "name", code: "fields-all", params: { most: FIELD_LIMITS.all } });
  const { name, of: kind, choices } = asked;
  const read = readForm({ name, kind, choices }, { names: namesOf(fields), newId: choiceId });
  if (read.outcome === "wrong") return invalid(...read.problems);
  const key = keyFor(read.name, new Set(fields.map((field) => field.key)));
  const field = { id: newId(), key, name: read.name, kind, choices: read.choices };
  await createField(tx, { shopId, field, now });
  return { outcome: "created" };
}

async function change(
  tx: Tx,
  { shopId, now }: Scene,
  { asked, field, fields }: Fields & { asked: ActionOf<"change">; field: CustomerField },
): Promise<FieldAnswer> {
  const known = new Set(field.choices.map(({ id }) => id));
  // An id that is not the field's own is none: it gets a new one.
  const choices = asked.choices.map(({ id, label }) => ({ id: id && known.has(id) ? id : null, label }));
  const names = namesOf(fields.filter(({ id }) => id !== field.id));
  const read = readForm({ name: asked.name, kind: field.kind, choices }, { names, newId: choiceId });
  if (read.outcome === "wrong") return invalid(...read.problems);
  const lost = await lostChoices(tx, { shopId, field, choices: read.choices });
  if (lost.length > 0) return invalid(...lost);
  const { name } = read;
  await updateField(tx, { shopId, fieldId: field.id, change: { name, choices: read.choices }, now });
  return { outcome: "changed" };
}

/** Choices that would be taken from customers who have them. */
async function lostChoices(
  tx: Tx,
  { shopId, field, choices }: { shopId: string; field: CustomerField; choices: readonly FieldChoice[] },
): Promise<FieldProblem[]> {
  const kept = new Set(choices.map(({ id }) => id));
  const gone = field.choices.filter(({ id }) => !kept.has(id));
  if (gone.length === 0) return [];
  const counts = await countChoices(tx, { shopId, fieldId: field.id });
  return gone.flatMap(({ id, label }): FieldProblem[] => {
    const count = counts.get(id) ?? 0;
    return count === 0 ? [] : [{ field: "choices", code: "choice-used", params: { label, count } }];
  });
}

async function move(
  tx: Tx,
  { shopId }: Scene,
  { by, field, fields }: Fields & { by: "up" | "down"; field: CustomerField },
): Promise<FieldAnswer> {
  const shown = fields.filter(({ isArchived }) => !isArchived);
  const index = shown.findIndex(({ id }) => id === field.id);
  const other = shown[index + (by === "up" ? -1 : 1)];
  if (index === -1 || !other) return { outcome: "not-possible" };
  const ids = fields.map(({ id }) => id);
  const [from, to] = [ids.indexOf(field.id), ids.indexOf(other.id)];
  await orderFields(tx, { shopId, fieldIds: ids.with(from, other.id).with(to, field.id) });
  return { outcome: "moved" };
}

async function archive(tx: Tx, { shopId, now }: Scene, field: CustomerField): Promise<FieldAnswer> {
  if (field.isArchived) return { outcome: "not-possible" };
  await updateField(tx, { shopId, fieldId: field.id, change: { archivedAt: now }, now });
  return { outcome: "archived" };
}

async function restore(
  tx: Tx,
  { shopId, now }: Scene,
  { field, fields }: Fields & { field: CustomerField },
): Promise<FieldAnswer> {
  if (!field.isArchived) return { outcome: "not-possible" };
  const full = fullProblem(fields);
  if (full) return invalid(full);
  const isTaken = namesOf(fields).some((name) => name.toLowerCase() === field.name.toLowerCase());
  if (isTaken) return invalid({ field: "name", code: "restore-name-taken", params: { name: field.name } });
  await updateField(tx, { shopId, fieldId: field.id, change: { archivedAt: null }, now });
  return { outcome: "restored" };
}

function fullProblem(fields: readonly CustomerField[]): FieldProblem | null {
  const most = FIELD_LIMITS.fields;
  const count = fields.filter(({ isArchived }) => !isArchived).length;
  return count < most ? null : { field: "name", code: "fields-full", params: { most } };
}

function namesOf(fields: readonly CustomerField[]): string[] {
  return fields.filter(({ isArchived }) => !isArchived).map(({ name }) => name);
}

/** Short, as conditions and flows hold it. */
function choiceId(): string {
  return newId().slice(-12);
}

function invalid(...problems: FieldProblem[]): FieldAnswer {
  return { outcome: "invalid", problems };
}
