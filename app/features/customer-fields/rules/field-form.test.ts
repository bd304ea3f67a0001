import { describe, expect, test } from "vitest";

import { FIELD_LIMITS, type FieldKind, type TypedChoice } from "../schema";
import { readForm } from "./field-form";

const choices = (...labels: string[]): TypedChoice[] => labels.map((label) => ({ id: null, label }));

function read(
  {
    name = "Mine",
    kind = "text",
    choices: typed = [],
  }: { name?: string; kind?: FieldKind; choices?: TypedChoice[] },
  names: string[] = [],
) {
  let made = 0;
  return readForm({ name, kind, choices: typed }, { names, newId: () => `n${++made}` });
}
const codes = (form: Parameters<typeof read>[0], names?: string[]) => {
  const found = read(form, names);
  return found.outcome === "wrong" ? found.problems.map(({ field, code }) => `${field}: ${code}`) : [];
};

describe("a name", () => {
  test("is taken without the spaces around it", () => {
    expect(read({ name: "  Wedding day " })).toMatchObject({ outcome: "read", name: "Wedding day" });
  });

  test("is needed, has at most 60 characters, and is no other field's in whatever letters", () => {
    expect(codes({ name: " " })).toEqual(["name: name-missing"]);
    expect(codes({ name: "x".repeat(FIELD_LIMITS.nameLength) })).toEqual([]);
    expect(codes({ name: "x".repeat(FIELD_LIMITS.nameLength + 1) })).toEqual(["name: name-long"]);
    expect(codes({ name: "SIZE" }, ["Size"])).toEqual(["name: name-taken"]);
  });
});

describe("choices", () => {
  test("keep their ids; new ones get one, blank ones are left out", () => {
    const typed = [{ id: "c1", label: " Dark " }, ...choices("", "Light")];
    expect(read({ kind: "choice", choices: typed })).toMatchObject({
      choices: [
        { id: "c1", label: "Dark" },
        { id: "n1", label: "Light" },
      ],
    });
  });

  test("are nothing to other kinds", () => {
    expect(read({ kind: "date", choices: choices("Dark") })).toMatchObject({ choices: [] });
  });

  test("are at least one and at most 30, each at most 60 characters and once", () => {
    const many = (count: number) =>
      choices(...Array.from({ length: count }, (_, index) => `Choice ${index}`));
    expect(codes({ kind: "choice", choices: choices(" ") })).toEqual(["choices: choices-missing"]);
    expect(codes({ kind: "choice", choices: many(30) })).toEqual([]);
    expect(codes({ kind: "choice", choices: many(31) })).toEqual(["choices: choices-many"]);
    expect(codes({ kind: "choice", choices: choices("x".repeat(60)) })).toEqual([]);
    expect(codes({ kind: "choice", choices: choices("x".repeat(61)) })).toEqual(["choices: choice-long"]);
    expect(codes({ kind: "choice", choices: choices("Dark", "dark") })).toEqual(["choices: choice-twice"]);
  });
});

test("all that is wrong is told at once", () => {
  expect(codes({ name: "", kind: "choice", choices: [] })).toEqual([
    "name: name-missing",
    "choices: choices-missing",
  ]);
});
