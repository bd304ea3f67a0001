import { NoDeprecatedCustomRule, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";

import * as generated from "~/integrations/shopify/generated/documents";

import { checkBulkQuery } from "../../dev-store/bulk/bulk-rules";
import { adminSchema, bulkQueries, documents } from "./admin-schema";

describe("documents of the app", () => {
  test.each(documents)("$name is valid against the 2026-10 schema", ({ document }) => {
    expect(validate(adminSchema, document).map((error) => error.message)).toEqual([]);
  });

  test.each([
    ...documents,
    ...bulkQueries.map(({ name, text }) => ({ name: `bulk query of ${name}`, document: parse(text) })),
  ])("$name uses nothing that Shopify has deprecated", ({ document }) => {
    expect(validate(adminSchema, document, [NoDeprecatedCustomRule]).map((error) => error.message)).toEqual(
      [],
    );
  });

  test("have a generated form each, and no other has", () => {
    const operations = documents.flatMap(({ document }) =>
      document.definitions.flatMap((definition) =>
        definition.kind === "OperationDefinition" && definition.name
          ? [`${definition.name.value}Document`]
          : definition.kind === "FragmentDefinition"
            ? [`${definition.name.value}FragmentDoc`]
            : [],
      ),
    );
    expect(Object.keys(generated).sort()).toEqual(operations.sort());
  });
});

describe("bulk queries", () => {
  test.each(bulkQueries)("$name is valid against the schema and the rules of bulk operations", ({ text }) => {
    expect(validate(adminSchema, parse(text)).map((error) => error.message)).toEqual([]);
    expect(checkBulkQuery(text)).toMatchObject({ kind: "accepted" });
  });
});
