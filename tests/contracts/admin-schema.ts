import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import {
  buildSchema,
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

import { bulkQueryOf } from "~/pipeline/projections/backfill/registration.server";
import { BACKFILL_RESOURCES } from "~/pipeline/projections/backfill/rules";

const SCHEMA_FOLDER = "dev-store/schema";
const DOCUMENTS_FOLDER = "app/integrations/shopify/documents";

/** Shopify's own schema of the Admin API 2026-10. */
export const adminSchema: GraphQLSchema = buildSchema(
  gunzipSync(readFileSync(join(SCHEMA_FOLDER, "admin-2026-10.graphql.gz"))).toString("utf8"),
  { assumeValidSDL: true, noLocation: true },
);

export type NamedDocument = { name: string; document: DocumentNode };

/** Every document the app sends. */
export const documents: NamedDocument[] = readdirSync(DOCUMENTS_FOLDER).map((name) => ({
  name,
  document: parse(readFileSync(join(DOCUMENTS_FOLDER, name), "utf8")),
}));

/** Every bulk query, in the forms it takes. */
export const bulkQueries: { name: string; text: string }[] = BACKFILL_RESOURCES.flatMap((resource) => [
  { name: resource, text: bulkQueryOf(resource, null) },
  { name: `${resource} since a date`, text: bulkQueryOf(resource, new Date("2026-01-01T00:00:00Z")) },
]);

/** Every type and field a document uses: `{ type: "Customer", field: null }`, `{ type: "Customer", field: "tags" }`. */
export function usesOf(document: DocumentNode): { type: string; field: string | null }[] {
  const info = new TypeInfo(adminSchema);
  const uses = new Map<string, { type: string; field: string | null }>();
  const add = (type: string, field: string | null) => uses.set(`${type}.${field ?? ""}`, { type, field });
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const parent = info.getParentType();
        if (parent) add(parent.name, node.name.value);
        const type = getNamedType(info.getType());
        if (isObjectType(type) || isInterfaceType(type)) add(type.name, null);
      },
      InlineFragment: () => {
        const type = info.getType();
        if (isObjectType(type)) add(type.name, null);
      },
    }),
  );
  return [...uses.values()];
}

type AccessEntry = { type: string; field: string | null; access: string };

const accesses = JSON.parse(
  readFileSync(join(SCHEMA_FOLDER, "admin-2026-10.scopes.json"), "utf8"),
) as AccessEntry[];

/** Scopes of which one is needed for a type (field null) or a field; empty when none is. */
export function scopesFor({ type, field }: { type: string; field: string | null }): string[] {
  const entry = accesses.find((candidate) => candidate.type === type && candidate.field === field);
  const [scopes = ""] = entry?.access.split(" Also: ") ?? [];
  return [...scopes.matchAll(/`((?:read|write)_\w+)`/g)].map((match) => match[1] ?? "");
}
