import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { SCHEMA } from "./postgres-schema";

const OUTPUT = "app/generated/columns.ts";

const TYPES: Readonly<Record<string, string>> = {
  String: "text",
  Int: "int",
  BigInt: "bigint",
  Boolean: "boolean",
  DateTime: "instant",
  Float: "double",
};

/** The columns of every model with their types; relations are left out. */
export function readColumns(schema: string): Record<string, Record<string, string>> {
  const models: Record<string, Record<string, string>> = {};
  for (const [, name = "", body = ""] of schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)\??(?:\s|$)/gm)];
    models[name] = Object.fromEntries(
      fields.flatMap(([, field = "", type = ""]) => (type in TYPES ? [[field, TYPES[type]]] : [])),
    ) as Record<string, string>;
  }
  return models;
}

/** The columns of every model's primary key. */
export function readKeys(schema: string): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const [, name = "", body = ""] of schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const single = /^ {2}(\w+)\s.*@id(?:\s|$)/m.exec(body)?.[1];
    const several = /^ {2}@@id\(\[([^\]]+)\]\)/m.exec(body)?.[1];
    keys[name] = several?.split(",").map((column) => column.trim()) ?? (single ? [single] : []);
  }
  return keys;
}

/** Writes what raw SQL and its guards need to know of the models. */
export function writeColumns(): void {
  const schema = readFileSync(SCHEMA, "utf8");
  const columns = readColumns(schema);
  mkdirSync(dirname(OUTPUT), { recursive: true });
  writeFileSync(
    OUTPUT,
    `/** Columns of every model and their types, made from prisma/schema.prisma. */
export const MODEL_COLUMNS = ${JSON.stringify(columns, null, 2)} as const;

/** The columns of every model's primary key. */
export const MODEL_KEYS: Readonly<Record<ModelName, readonly string[]>> = ${JSON.stringify(readKeys(schema), null, 2)};

export type ModelName = keyof typeof MODEL_COLUMNS;
`,
  );
}
