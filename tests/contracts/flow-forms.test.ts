import { describe, expect, test } from "vitest";
import { ZodObject, type ZodTypeAny } from "zod";

import { FEATURES } from "~/composition-features.server";
import type { AnyAction, AnyTrigger } from "~/engine/flows/contribution";
import type { PickField, PlainField, SettingField } from "~/engine/flows/setting-field";
import { ACTION_SETTINGS, TRIGGER_SETTINGS } from "~/features/automations/schema";
import { getTranslator } from "~/platform/i18n.server";
import { LOCALES } from "~/shops/schema";

/* Whatever a merchant may choose of a trigger or an action has a field in the builder, in every language. */

type Part = AnyTrigger | AnyAction;
const OWN_FORMS: readonly string[] = [...Object.keys(TRIGGER_SETTINGS), ...Object.keys(ACTION_SETTINGS)];

const PARTS = FEATURES.flatMap(({ flowTriggers = [], flowActions = [] }) => [
  ...flowTriggers.map((part: Part) => ["triggers", part] as const),
  ...flowActions.map((part: Part) => ["actions", part] as const),
])
  .filter(([, { key }]) => !OWN_FORMS.includes(key))
  .map(([of, part]) => ({ of, part, key: part.key, fields: part.fields ?? [] }));

function namesOf(schema: unknown): string[] {
  return schema instanceof ZodObject ? Object.keys(schema.shape as Record<string, ZodTypeAny>) : [];
}

/** What the form may write into a field: the ends of its range, each of its values. */
function valuesOf(field: SettingField): unknown[] {
  if (isPick(field)) return pickedValuesOf(field);
  switch (field.kind) {
    case "count":
      return [field.min, field.max, field.min + (field.step ?? 1)];
    case "optional-count":
      return [null, field.initial, field.min, field.max];
    case "percent":
      return [field.min * 100, field.max * 100];
    case "choice":
      return [...field.values];
    case "choices":
      return [[field.values[0]], [...field.values]];
    case "flag":
      return [true, false];
    case "time":
      return ["00:00", "23:59"];
    case "text":
      return ["", "x".repeat(field.maxLength)];
    case "rows":
      return [[field.initial], ...rowsOf(field.of, field.initial)];
  }
}

function isPick(field: SettingField): field is PickField {
  return field.kind === "option" || field.kind === "option-value";
}

function pickedValuesOf(field: PickField): unknown[] {
  return field.kind === "option" ? ["", "wedding-day"] : ["", "x".repeat(field.maxLength)];
}

function rowsOf(fields: readonly PlainField[], initial: Readonly<Record<string, unknown>>): unknown[] {
  return fields.flatMap((one) => valuesOf(one).map((value) => [{ ...initial, [one.name]: value }]));
}

function textsOf({ name, ...field }: SettingField): string[] {
  const label = `${name}.label`;
  switch (field.kind) {
    case "choice":
    case "choices":
      return [label, ...field.values.map((value) => `${name}.values.${value}`)];
    case "optional-count":
      return [label, `${name}.switch`];
    case "rows":
      return [
        ...[label, `${name}.add`, `${name}.remove`],
        ...field.of.flatMap((one) => textsOf(one).map((text) => `${name}.${text}`)),
      ];
    default:
      return [label];
  }
}

describe.each(PARTS)("$key", ({ of, part, fields }) => {
  test("has a field for everything that can be chosen of it, and starts with what can be published", () => {
    expect(fields.map(({ name }) => name).sort()).toEqual(namesOf(part.schema).sort());
    expect(part.schema.safeParse({}).success).toBe(true);
  });

  test("takes whatever its form can write", () => {
    const initial = part.schema.parse({}) as Record<string, unknown>;
    for (const field of fields)
      for (const value of valuesOf(field))
        expect([
          field.name,
          value,
          part.schema.safeParse({ ...initial, [field.name]: value }).success,
        ]).toEqual([field.name, value, true]);
  });

  test.each(LOCALES)("says in %s what each field is", async (locale) => {
    const translate = await getTranslator(locale, part.textNamespace);
    for (const text of fields.flatMap(textsOf)) {
      const key = `${of}.${part.key}.fields.${text}`;
      expect(translate(key, { lng: locale, fallbackLng: [] })).not.toBe(key);
    }
  });
});
