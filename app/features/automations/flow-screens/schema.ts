import { z } from "zod";

import type { FactInfo, NamedValue } from "~/engine/facts/schema";
import type { FlowNotice } from "~/engine/flows/contribution";
import type { FlowProblem } from "~/engine/flows/definition";
import type { PartItem } from "~/engine/flows/presenter.server";
import { RUN_STATES, RunsOnPublishSchema, SimulationDaysSchema } from "~/engine/flows/schema";

/** Where something that was contributed has its texts. */
export type NamedItem = { key: string; textNamespace: string };

/** What flows are made of, and what its parts are called: all that is needed to put a flow into words. */
export type Materials = {
  facts: FactInfo[];
  /** What values of conditions are called that only the shop can name. */
  names: NamedValue[];
  currencyCode: string;
  triggers: PartItem[];
  actions: PartItem[];
  events: string[];
  templates: { key: string; name: string; kind: "email" | "sms" }[];
  flows: { id: string; name: string }[];
};

/** Days in which revenue by code or click is counted. */
export const TOKEN_DAYS = 30;

const IdSchema = z.string().min(1).max(80);

/** What a merchant does with a flow in the list. */
export const ListActionSchema = z.object({
  kind: z.enum(["pause", "resume", "drain", "stop", "discard"]),
  flowId: IdSchema,
});
export type FlowChange = z.infer<typeof ListActionSchema>["kind"];
export type ListAnswer = { outcome: "changed"; kind: FlowChange } | { outcome: "not-possible" | "invalid" };

/** What a merchant does in the gallery; an empty key begins with nothing. */
export const GalleryActionSchema = z.object({
  recipeKey: z.string().max(80),
  /** Whether one beside those there are is meant. */
  isCopy: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
});
export type GalleryAction = z.infer<typeof GalleryActionSchema>;
export type GalleryAnswer =
  | { outcome: "created"; flowId: string }
  /** Nothing was made: there is one of it. */
  | { outcome: "taken"; flowId: string }
  | { outcome: "unknown-recipe" | "invalid-name" | "invalid" };

const WrittenSchema = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
    return z.NEVER;
  }
});
const NameSchema = z.string().max(200);
/** The mark of the draft that the writer began with. */
const SeenSchema = z.string().max(40);

/** What a merchant does with a flow that is being written; `check` only asks what is wrong with it. */
export const BuilderActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("check"), written: WrittenSchema }),
  z.object({ kind: z.literal("save"), written: WrittenSchema, name: NameSchema, seen: SeenSchema }),
  z.object({
    kind: z.literal("publish"),
    written: WrittenSchema,
    name: NameSchema,
    seen: SeenSchema,
    runs: RunsOnPublishSchema,
  }),
]);
export type BuilderAction = z.infer<typeof BuilderActionSchema>;
export type BuilderAnswer =
  | { outcome: "checked"; problems: FlowProblem[]; notices: FlowNotice[] }
  | { outcome: "saved"; problems: FlowProblem[] }
  | { outcome: "published"; version: number }
  /** Nothing was saved: it is no definition, or has no name. */
  | { outcome: "invalid"; problems: FlowProblem[] }
  /** Saved, but not published. */
  | { outcome: "refused"; problems: FlowProblem[] }
  /** Nothing was saved: somebody else has saved since. */
  | { outcome: "overtaken" }
  | { outcome: "not-found" }
  | { outcome: "unreadable" };

export const SimulationActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("start"), days: z.coerce.number().pipe(SimulationDaysSchema) }),
  z.object({ kind: z.literal("cancel"), simulationId: IdSchema }),
]);
export type SimulationAnswer =
  | { outcome: "requested" | "cancelled" | "not-possible" | "not-found" | "invalid" }
  | { outcome: "refused"; problems: FlowProblem[] };

const PageSchema = z.coerce.number().int().min(1).max(10_000).catch(1);

export const SimulationQuerySchema = z.object({ page: PageSchema });
export const RunsQuerySchema = z.object({
  state: z.enum(RUN_STATES).nullable().catch(null),
  page: PageSchema,
});
