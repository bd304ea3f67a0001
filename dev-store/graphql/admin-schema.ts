import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { buildSchema, type GraphQLSchema } from "graphql";

/** The one version the stand-in speaks; an older version in the address falls forward to it. */
export const API_VERSION = "2026-10";

let schema: GraphQLSchema | null = null;
let scopes: Map<string, string> | null = null;

/** Shopify's own schema of the Admin API, built on first use (about half a second). */
export function adminSchema(): GraphQLSchema {
  schema ??= buildSchema(gunzipSync(readSchemaFile(`admin-${API_VERSION}.graphql.gz`)).toString("utf8"), {
    assumeValidSDL: true,
    noLocation: true,
  });
  return schema;
}

/** What Shopify says is needed to use a type (`fieldName` null) or one of its fields, in its own words; null = nothing. */
export function requiredAccess(typeName: string, fieldName: string | null): string | null {
  scopes ??= readScopes();
  return scopes.get(`${typeName}.${fieldName ?? ""}`) ?? null;
}

function readScopes(): Map<string, string> {
  type Entry = { type: string; field: string | null; access: string };
  const entries = JSON.parse(readSchemaFile(`admin-${API_VERSION}.scopes.json`).toString("utf8")) as Entry[];
  return new Map(entries.map(({ type, field, access }) => [`${type}.${field ?? ""}`, access]));
}

function readSchemaFile(name: string): Buffer {
  return readFileSync(new URL(`../schema/${name}`, import.meta.url));
}
