import {
  FIELD_LIMITS,
  type FieldChoice,
  type FieldKind,
  type FieldProblem,
  type TypedChoice,
} from "../schema";

type Form = { name: string; kind: FieldKind; choices: readonly TypedChoice[] };

export type ReadForm =
  { outcome: "read"; name: string; choices: FieldChoice[] } | { outcome: "wrong"; problems: FieldProblem[] };

/**
 * Reads the form of a field. Choices keep their ids; ones that are new get one.
 *
 * @param names Names of the other fields in use: two of the same name could not be told apart.
 */
export function readForm(
  form: Form,
  { names, newId }: { names: readonly string[]; newId: () => string },
): ReadForm {
  const name = form.name.trim();
  const choices = form.kind === "choice" ? form.choices.map(trimmed).filter(({ label }) => label !== "") : [];
  const problems = [...nameProblems(name, names), ...(form.kind === "choice" ? choiceProblems(choices) : [])];
  if (problems.length > 0) return { outcome: "wrong", problems };
  return { outcome: "read", name, choices: choices.map(({ id, label }) => ({ id: id ?? newId(), label })) };
}

function trimmed({ id, label }: TypedChoice): TypedChoice {
  return { id, label: label.trim() };
}

function nameProblems(name: string, names: readonly string[]): FieldProblem[] {
  const most = FIELD_LIMITS.nameLength;
  if (name === "") return [{ field: "name", code: "name-missing" }];
  if (name.length > most) return [{ field: "name", code: "name-long", params: { count: name.length, most } }];
  return names.some((other) => isSame(other, name))
    ? [{ field: "name", code: "name-taken", params: { name } }]
    : [];
}

function choiceProblems(choices: readonly TypedChoice[]): FieldProblem[] {
  const { choices: most, choiceLength } = FIELD_LIMITS;
  const problem = (code: string, params: FieldProblem["params"] = {}): FieldProblem[] => {
    return [{ field: "choices", code, params }];
  };
  if (choices.length === 0) return problem("choices-missing");
  if (choices.length > most) return problem("choices-many", { count: choices.length, most });
  const long = choices.find(({ label }) => label.length > choiceLength);
  if (long)
    return problem("choice-long", {
      label: `${long.label.slice(0, 40)}…`,
      count: long.label.length,
      most: choiceLength,
    });
  const twice = choices.find(({ label }, index) =>
    choices.slice(0, index).some((other) => isSame(other.label, label)),
  );
  return twice ? problem("choice-twice", { label: twice.label }) : [];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
