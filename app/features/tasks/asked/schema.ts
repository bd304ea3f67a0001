import { z } from "zod";

import { LIMITS, TASK_STATES, type TaskItem } from "../schema";

/*
 * What the staff asks for, as the forms send it. A `key` is made when a form opens: sent twice it does its work once.
 */

const KeySchema = z.string().min(8).max(60);
const IdSchema = z.string().min(1).max(80);
const blankToNull = (text: string) => (text === "" ? null : text);
const optionalText = (most: number, code: string) =>
  z.string().trim().max(most, code).default("").transform(blankToNull);

const TASK_FIELDS = {
  title: z.string().trim().min(1, "title-missing").max(LIMITS.titleLength, "title-long"),
  detail: optionalText(LIMITS.detailLength, "detail-long"),
  /** Whether it is near enough is the service's to say: it knows today. */
  dueOn: z
    .string()
    .refine((day) => day === "" || isDay(day), "due-unreadable")
    .default("")
    .transform(blankToNull),
  owner: optionalText(LIMITS.ownerLength, "owner-long"),
};

const TaskActionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("create-task"),
    key: KeySchema,
    customerId: z.string().max(80).default("").transform(blankToNull),
    ...TASK_FIELDS,
  }),
  z.object({
    kind: z.literal("change-task"),
    taskId: IdSchema,
    /** The `mark` of what the form was opened with. */
    seen: z.string().max(40),
    ...TASK_FIELDS,
  }),
  z.object({ kind: z.literal("settle-task"), taskId: IdSchema, to: z.enum(TASK_STATES) }),
  z.object({
    kind: z.literal("add-note"),
    key: KeySchema,
    customerId: IdSchema,
    body: z.string().trim().min(1, "body-missing").max(LIMITS.noteLength, "body-long"),
  }),
  z.object({ kind: z.literal("delete-note"), noteId: IdSchema }),
]);
export type TaskAction = z.infer<typeof TaskActionSchema>;
export type Asked<Kind extends TaskAction["kind"]> = Extract<TaskAction, { kind: Kind }>;

/** What of a task can be written. */
export type TaskWording = Pick<TaskItem, "title" | "detail" | "dueOn" | "owner" | "mark">;

const FIELDS = ["title", "detail", "dueOn", "owner", "body"] as const;
export type FieldName = (typeof FIELDS)[number];
/** `code` of `problem.<code>` in the texts. */
export type FieldProblem = { field: FieldName; code: string };

export type TaskAnswer =
  | { outcome: "created" | "changed" | "done" | "dropped" | "reopened" | "noted" | "note-deleted" }
  | { outcome: "invalid"; problems: FieldProblem[] }
  /** Somebody else has changed the task since it was shown: nothing was saved, and this is what stands there now. */
  | { outcome: "overtaken"; task: TaskWording }
  /** What was asked for is not there any more, or somebody else was faster. */
  | { outcome: "not-possible" };

/** Reads what was sent. What is wrong with a field is told by its name; no problem is named where no form of ours asks so. */
export function parseTaskAction(
  form: Readonly<Record<string, unknown>>,
): { ok: true; action: TaskAction } | { ok: false; problems: FieldProblem[] } {
  const parsed = TaskActionSchema.safeParse(form);
  if (parsed.success) return { ok: true, action: parsed.data };
  const problems = parsed.error.issues.flatMap(({ path, message }) => {
    const field = FIELDS.find((name) => name === path[0]);
    return field ? [{ field, code: message.includes("-") ? message : "unreadable" }] : [];
  });
  return { ok: false, problems };
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}
