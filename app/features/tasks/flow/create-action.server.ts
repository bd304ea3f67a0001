import { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";
import { addDays, dayIn } from "~/kit/zone";
import { getShop } from "~/shops/repository.server";

import { recordTasks } from "../record.server";
import { listKnownAmong } from "../repository.server";
import { originOf } from "../rules";
import { LIMITS } from "../schema";

const DUE_IN_DAYS = { min: 0, max: 365 } as const;

const CreateSchema = z.object({
  title: z.string().trim().max(LIMITS.titleLength, "title-long").default(""),
  /** Null: some time. */
  dueInDays: z.number().int().min(DUE_IN_DAYS.min).max(DUE_IN_DAYS.max).nullable().default(1),
  owner: z.string().trim().max(LIMITS.ownerLength, "owner-long").default(""),
});
type CreateSettings = z.infer<typeof CreateSchema>;

/** Gives the staff something to do about the person, once per run and step. */
export const createTask: FlowAction<CreateSettings> = {
  key: "tasks.create",
  textNamespace: "tasks",
  needsCustomer: true,
  schema: CreateSchema,
  fields: [
    { name: "title", kind: "text", maxLength: LIMITS.titleLength },
    { name: "dueInDays", kind: "optional-count", initial: 1, ...DUE_IN_DAYS },
    { name: "owner", kind: "text", maxLength: LIMITS.ownerLength },
  ],
  findProblems: (_db, { settings: { title }, stepId }) =>
    Promise.resolve(title === "" ? [{ place: `steps.${stepId}.settings.title`, code: "title-missing" }] : []),
  perform: async (tx, { shopId, settings, runs, now }) => {
    const { ianaTimezone: zone } = await getShop(tx, { shopId });
    const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
    const known = await listKnownAmong(tx, { shopId, customerIds });
    const { title, dueInDays, owner } = settings;
    const dueOn = dueInDays === null ? null : addDays(dayIn(zone, now), dueInDays);
    const tasks = runs.flatMap(({ customerId, effectKey: originKey }) =>
      customerId !== null && known.has(customerId)
        ? [{ customerId, title, dueOn, owner: owner || null, originKey, origin: originOf(originKey) }]
        : [],
    );
    await recordTasks(
      tx,
      tasks.map((task) => ({ ...task, detail: null, createdBy: null })),
      { shopId, now },
    );
    return runs.map(({ customerId }) => (known.has(customerId ?? "") ? made(settings) : GONE));
  },
  simulate: (_db, { settings, runs, now }) =>
    Promise.resolve(runs.map(() => ({ result: made(settings), at: now }))),
};

const GONE: ActionResult = { kind: "skipped", reason: "customer-gone" };

/** The log tells when it is due and not what it says: what the staff wrote goes when the person is forgotten. */
function made({ dueInDays }: CreateSettings) {
  const done = { kind: "done", outcome: "went-on" } as const;
  if (dueInDays === null) return { ...done, reason: "task-made" };
  if (dueInDays === 0) return { ...done, reason: "task-made-today" };
  return { ...done, reason: "task-made-due", params: { count: dueInDays } };
}
