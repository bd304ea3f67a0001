import { existsSync, readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { ACTION_FIELDS, TRIGGER_FIELDS } from "~/features/shopify-flow/schema";

/** The file's format as Shopify documents it: nobody checks it offline. */
const HandleSchema = z.string().regex(/^[a-z][a-z0-9-]{2,29}$/);
const named = { name: z.string().min(3).max(50), handle: HandleSchema };
const described = { ...named, description: z.string().min(10).max(255) };
const Reference = z.object({
  type: z.enum(["customer_reference", "order_reference", "product_reference"]),
  required: z.boolean().optional(),
});
const TriggerSchema = z
  .object({
    ...described,
    type: z.literal("flow_trigger"),
    settings: z.object({
      fields: z.array(
        z.union([
          Reference.strict(),
          z
            .object({
              type: z.enum(["single_line_text_field", "number_decimal", "boolean", "email", "url"]),
              // Merchants read it in conditions and Liquid: letters and spaces only.
              key: z.string().regex(/^[A-Za-z]+( [A-Za-z]+)*$/),
              description: z.string().min(1).max(100),
            })
            .strict(),
        ]),
      ),
    }),
  })
  .strict();
const ActionSchema = z
  .object({
    ...described,
    type: z.literal("flow_action"),
    runtime_url: z.string().regex(/^\/flow\/actions\/[a-z-]+$/),
    settings: z.object({
      fields: z.array(
        z.union([
          Reference.strict(),
          z
            .object({
              type: z.enum([
                ...(["boolean", "email", "multi_line_text_field", "number_integer"] as const),
                ...(["number_decimal", "single_line_text_field", "url"] as const),
              ]),
              key: z.string().regex(/^[a-z][a-z_]*$/),
              name: z.string().min(1).max(50),
              description: z.string().min(1).max(255),
              required: z.boolean(),
            })
            .strict(),
        ]),
      ),
    }),
  })
  .strict();
const CallbackSchema = z
  .object({ ...named, type: z.literal("flow_trigger_lifecycle_callback"), url: z.string().startsWith("/") })
  .strict();

const { extensions } = z
  .object({
    api_version: z.literal("2026-07"),
    extensions: z.array(z.discriminatedUnion("type", [TriggerSchema, ActionSchema, CallbackSchema])),
  })
  .strict()
  .parse(parse(readFileSync("extensions/perennial-flow/shopify.extension.toml", "utf8")));

const triggers = extensions.filter((one) => one.type === "flow_trigger");
const actions = extensions.filter((one) => one.type === "flow_action");
const keysOf = (fields: readonly object[]) => fields.flatMap((field) => ("key" in field ? [field.key] : []));
const references = (fields: readonly { type: string }[]) =>
  fields.filter(({ type }) => type.endsWith("_reference")).map(({ type }) => type);

test("handles are unique, and there is one place where Shopify tells of workflows", () => {
  const handles = extensions.map(({ handle }) => handle);
  expect(new Set(handles).size).toBe(handles.length);
  const callbacks = extensions.filter((one) => one.type === "flow_trigger_lifecycle_callback");
  expect(callbacks.map(({ url }) => url)).toEqual(["/flow/lifecycle"]);
  expect(existsSync("app/routes/flow.lifecycle.tsx")).toBe(true);
});

describe("a trigger", () => {
  test("is declared for each that the app tells of, and for no other", () => {
    expect(triggers.map(({ handle }) => handle)).toEqual(Object.keys(TRIGGER_FIELDS));
  });

  test.each(triggers)("$handle declares what the app tells", ({ handle, settings: { fields } }) => {
    const told: Readonly<Record<string, readonly string[]>> = TRIGGER_FIELDS;
    expect(references(fields)).toEqual(["customer_reference"]);
    expect(keysOf(fields)).toEqual([...(told[handle] ?? []), "Occasion"]);
  });
});

describe("an action", () => {
  test("is declared for each that the app does, and for no other", () => {
    expect(actions.map(({ handle }) => handle)).toEqual(Object.keys(ACTION_FIELDS));
  });

  test.each(actions)(
    "$handle asks for what the app needs",
    ({ handle, runtime_url, settings: { fields } }) => {
      expect(runtime_url).toBe(`/flow/actions/${handle}`);
      const { shape }: { shape: Readonly<Record<string, z.ZodTypeAny>> } =
        ACTION_FIELDS[handle as keyof typeof ACTION_FIELDS];
      expect(references(fields)).toEqual(["customer_reference"]);
      expect(keysOf(fields)).toEqual(Object.keys(shape));
      for (const field of fields) {
        const needed = "key" in field ? !shape[field.key]?.safeParse(undefined).success : true;
        expect([field, field.required]).toEqual([field, needed]);
      }
    },
  );
});
