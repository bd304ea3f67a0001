import { z } from "zod/v4";

type Context = z.core.ParsePayload;

/** Reads a value; what it does not take it adds to the issues of the context. */
export type Read<Output> = (input: unknown, context: Context) => Output;

/**
 * A schema of one function that readers of whole records call by itself: an order has some hundred values, and what zod
 * makes around each takes longer than reading it.
 */
function schemaOf<Output>(read: Read<Output>): Schema<Output> {
  return Object.assign(z.transform(read) as z.core.$ZodType<Output>, { read });
}

type Schema<Output> = z.core.$ZodType<Output> & { read: Read<Output> };

/** A schema of one function, whose `nullish()` is one function, too. */
export function withNullish<Output>(
  read: Read<Output>,
): Schema<Output> & { nullish: () => Schema<Output | null | undefined> } {
  const nullish: Read<Output | null | undefined> = (input, context) =>
    input === null || input === undefined ? input : read(input, context);
  return Object.assign(schemaOf(read), { nullish: () => schemaOf(nullish) });
}

/** @param read Gives undefined for what it does not take. */
export function valueOf<Output>(expected: string, read: (value: unknown) => Output | undefined) {
  return withNullish((input, context): Output => {
    const output = read(input);
    return output === undefined ? refuse(context, expected, input) : output;
  });
}

type Readable = { read: Read<unknown> };
type Shape = Readonly<Record<string, Readable>>;
type OutputOf<Given extends Shape> = {
  [Key in keyof Given as MayMiss<Given[Key]> extends true ? never : Key]: ReturnType<Given[Key]["read"]>;
} & {
  [Key in keyof Given as MayMiss<Given[Key]> extends true ? Key : never]?: ReturnType<Given[Key]["read"]>;
};
type MayMiss<Given extends Readable> = undefined extends ReturnType<Given["read"]> ? true : false;

/** Objects with these values; others in them are left out. The first that is wrong is told. */
export function recordOf<Given extends Shape>(shape: Given) {
  const fields = Object.entries(shape).map(([key, { read }]) => ({ key, read }));
  return withNullish((input, context): OutputOf<Given> => {
    if (typeof input !== "object" || input === null || Array.isArray(input))
      return refuse(context, "an object", input);
    const record = input as Readonly<Record<string, unknown>>;
    const output: Record<string, unknown> = {};
    for (const { key, read } of fields) {
      output[key] = read(record[key], context);
      if (context.issues.length > 0) return below(context, key);
    }
    return output as OutputOf<Given>;
  });
}

/** Lists of such values. The first that is wrong is told. */
export function listOf<Output>({ read }: { read: Read<Output> }) {
  return withNullish((input, context): Output[] => {
    if (!Array.isArray(input)) return refuse(context, "a list", input);
    const output: Output[] = [];
    for (const [index, value] of input.entries()) {
      output.push(read(value, context));
      if (context.issues.length > 0) return below(context, index);
    }
    return output;
  });
}

function refuse(context: Context, expected: string, input: unknown): never {
  context.issues.push({ code: "custom", message: `expected ${expected}`, input });
  return z.NEVER;
}

/** What was found is at this place of what is read. */
function below({ issues }: Context, place: string | number): never {
  const found = issues.map((issue) => ({ ...issue, path: [place, ...(issue.path ?? [])] }));
  issues.splice(0, issues.length, ...found);
  return z.NEVER;
}
