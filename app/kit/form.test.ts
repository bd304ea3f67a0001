import { expect, test } from "vitest";
import { z } from "zod";

import { parseForm } from "./form";

const Schema = z.object({
  name: z.string().trim().min(1, "required"),
  delay: z.coerce.number().int("not-whole").min(1, "too-small").default(60),
});

function formOf(entries: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

test("a form that fits becomes the schema's value, defaults and all", () => {
  expect(parseForm(formOf([["name", " Ada "]]), Schema)).toEqual({
    ok: true,
    value: { name: "Ada", delay: 60 },
  });
});

test("every wrong field has its own messages", () => {
  const form = formOf([
    ["name", ""],
    ["delay", "0.5"],
  ]);
  expect(parseForm(form, Schema)).toEqual({
    ok: false,
    errors: { name: ["required"], delay: ["not-whole", "too-small"] },
  });
});

test("of a field that comes twice the last one counts", () => {
  const form = formOf([
    ["name", "first"],
    ["name", "second"],
  ]);
  expect(parseForm(form, Schema)).toMatchObject({ value: { name: "second" } });
});

test("fields nobody asked for are left out", () => {
  const form = formOf([
    ["name", "Ada"],
    ["shopId", "somebody else's"],
  ]);
  expect(parseForm(form, Schema)).toEqual({ ok: true, value: { name: "Ada", delay: 60 } });
});
