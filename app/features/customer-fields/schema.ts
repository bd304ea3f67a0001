import { z } from "zod";

/* Fields of customers that a merchant makes up: what they can be, and what is asked of their page. */

/** What a field can hold. It stays so for good: a value of another kind could not be read. */
export const FIELD_KINDS = ["text", "number", "date", "yes-no", "choice"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export const FIELD_LIMITS = {
  /** In use at once, and with those in the archive. */
  fields: 50,
  all: 200,
  nameLength: 60,
  keyLength: 40,
  choices: 30,
  choiceLength: 60,
  textLength: 500,
  /** Either side of zero. */
  number: 1_000_000_000_000,
  firstDay: "1900-01-01",
  lastDay: "2199-12-31",
} as const;

/** The id is stable, values name it; the label can be written anew. */
export const FieldChoicesSchema = z.array(z.object({ id: z.string(), label: z.string() }));
export type FieldChoice = z.infer<typeof FieldChoicesSchema>[number];

export type CustomerField = {
  id: string;
  /** Names it in conditions and flows, for good. */
  key: string;
  name: string;
  kind: FieldKind;
  /** In order; of kind `choice` only. */
  choices: FieldChoice[];
  isArchived: boolean;
};

/** What is wrong with a form, by its field: texts `problems.<code>`. */
export type FieldProblem = {
  field: "name" | "kind" | "choices";
  code: string;
  params?: Readonly<Record<string, string | number>>;
};

const IdSchema = z.string().min(1).max(40);

/** A choice as the form has it: one that is new has no id yet. */
const TypedChoicesSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.object({ id: z.string().max(40).nullable(), label: z.string().max(1_000) })).max(500));
export type TypedChoice = z.infer<typeof TypedChoicesSchema>[number];

/** What a merchant does on the page of fields. */
export const FieldActionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("create"),
    name: z.string().max(1_000),
    of: z.enum(FIELD_KINDS),
    choices: TypedChoicesSchema,
  }),
  z.object({
    kind: z.literal("change"),
    fieldId: IdSchema,
    name: z.string().max(1_000),
    choices: TypedChoicesSchema,
  }),
  z.object({ kind: z.literal("move"), fieldId: IdSchema, by: z.enum(["up", "down"]) }),
  z.object({ kind: z.enum(["archive", "restore"]), fieldId: IdSchema }),
]);
export type FieldAction = z.infer<typeof FieldActionSchema>;

export type FieldAnswer =
  | { outcome: "created" | "changed" | "moved" | "archived" | "restored" }
  | { outcome: "invalid"; problems: FieldProblem[] }
  /** There is no such field, or it is where it should be. */
  | { outcome: "not-possible" };

/** How many customers have a value in it. */
export type FieldItem = CustomerField & { usedCount: number };

export type FieldsPageData = {
  /** In the order of the merchant. */
  fields: FieldItem[];
  /** By name. */
  archived: FieldItem[];
};
