/*
 * What a merchant chooses of a trigger or an action; the builder makes its form of it. Texts, in the namespace of who
 * contributes it: `<triggers|actions>.<key>.fields.<name>`, `.label`, `.help` and `.suffix` (both may be missing), and
 * `.values.<value>` of what is chosen from. What a field holds at first is the default of the schema.
 */

type Limits = { min: number; max: number };

type FieldKind =
  /** A whole number, both ends inclusive; with `step`, a multiple of it. */
  | ({ kind: "count"; step?: number | undefined } & Limits)
  /** The same, or null: switched off (`.switch`). `initial`: what it is when it is switched on. */
  | ({ kind: "optional-count"; initial: number } & Limits)
  /** Stored in basis points; asked for, and bounded, in whole per cents. */
  | ({ kind: "percent" } & Limits)
  | { kind: "choice"; values: readonly string[] }
  /** At least one of them. */
  | { kind: "choices"; values: readonly string[] }
  | { kind: "flag" }
  /** HH:MM. */
  | { kind: "time" }
  | { kind: "text"; maxLength: number };

/** Shown only where another field holds a value. */
type Shown = { when?: { field: string; is: string } | undefined };

export type PlainField = { name: string } & FieldKind & Shown;

/**
 * What only the shop has, as `listOptions` of the contribution tells it. `option`: one of it by its `value`, or empty
 * while none was picked. `option-value`: a text that fits what was picked in the field `of`, as its `input` asks for it.
 */
export type PickField = { name: string } & Shown &
  ({ kind: "option" } | { kind: "option-value"; of: string; maxLength: number });

/** Rows of the same fields, at least one; added (`.add`) and taken out (`.remove`) one by one. `initial`: a new row. */
export type RowsField = {
  name: string;
  kind: "rows";
  most: number;
  of: readonly PlainField[];
  initial: Readonly<Record<string, string | number | boolean>>;
} & Shown;

export type SettingField = PlainField | PickField | RowsField;

/** What the shop has to pick from. A day is written YYYY-MM-DD, yes and no as `yes` and `no`, a choice as its `value`. */
export type SettingOption = {
  value: string;
  label: string;
  input: "text" | "number" | "date" | "yes-no" | "choice";
  choices?: readonly { value: string; label: string }[];
};

/** By the names of fields. */
export type SettingOptions = Readonly<Record<string, readonly SettingOption[]>>;
