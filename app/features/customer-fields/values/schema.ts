import { z } from "zod";

import type { FieldChoice, FieldKind } from "../schema";

/** A field on a customer's page. */
export type CardField = {
  id: string;
  name: string;
  kind: FieldKind;
  choices: FieldChoice[];
  /** As it is written (rules/value.ts); empty: nothing. */
  written: string;
};

export type FieldsCardData = {
  fields: CardField[];
  /** How many fields in the archive the customer has something in. */
  archivedCount: number;
};

/** What the staff saves on a customer's page: the fields they changed, as JSON of what was typed by the field's id. */
export const SaveValuesSchema = z.object({
  kind: z.literal("save-fields"),
  values: z
    .string()
    .max(100_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().max(40), z.string().max(5_000))),
});

/** What is wrong with what was typed, by the field's id: texts `problems.<code>`. */
export type ValueProblem = {
  fieldId: string;
  code: string;
  params: Readonly<Record<string, string | number>>;
};

export type ValuesAnswer =
  | { outcome: "saved"; changedCount: number }
  /** Nothing was saved. */
  | { outcome: "invalid"; problems: ValueProblem[] }
  /** Nobody we may write down anything of: deleted, merged into another, or only named by an order. */
  | { outcome: "not-possible" };
