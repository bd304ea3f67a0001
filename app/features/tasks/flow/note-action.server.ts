import { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";

import { recordNotes } from "../record.server";
import { listKnownAmong } from "../repository.server";
import { originOf } from "../rules";
import { LIMITS } from "../schema";

const NoteSchema = z.object({ body: z.string().trim().max(LIMITS.noteLength, "body-long").default("") });
type NoteSettings = z.infer<typeof NoteSchema>;

/** Writes something down about the person for the staff, once per run and step. */
export const addNote: FlowAction<NoteSettings> = {
  key: "tasks.note",
  textNamespace: "tasks",
  needsCustomer: true,
  schema: NoteSchema,
  fields: [{ name: "body", kind: "text", maxLength: LIMITS.noteLength }],
  findProblems: (_db, { settings: { body }, stepId }) =>
    Promise.resolve(body === "" ? [{ place: `steps.${stepId}.settings.body`, code: "body-missing" }] : []),
  perform: async (tx, { shopId, settings: { body }, runs, now }) => {
    const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
    const known = await listKnownAmong(tx, { shopId, customerIds });
    const notes = runs.flatMap(({ customerId, effectKey: originKey }) =>
      customerId !== null && known.has(customerId)
        ? [{ customerId, body, originKey, origin: originOf(originKey), authorId: null }]
        : [],
    );
    await recordNotes(tx, notes, { shopId, now });
    return runs.map(({ customerId }) => (known.has(customerId ?? "") ? NOTED : GONE));
  },
  simulate: (_db, { runs, now }) => Promise.resolve(runs.map(() => ({ result: NOTED, at: now }))),
};

const NOTED = { kind: "done", outcome: "went-on", reason: "note-added" } as const;
const GONE: ActionResult = { kind: "skipped", reason: "customer-gone" };
