import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
  visit,
} from "graphql";
import { describe, expect, test } from "vitest";

import {
  CustomersAgainDocument,
  OrdersAgainDocument,
  ProductsAgainDocument,
} from "~/integrations/shopify/generated/documents";

import { checkoutsBulkQuery } from "./checkouts/bulk-query";
import { CUSTOMERS_BULK_QUERY } from "./customers/bulk-query";
import { ordersBulkQuery } from "./orders/bulk-query";
import { PRODUCTS_BULK_QUERY } from "./products/bulk-query";

const SCHEMA = "dev-store/schema/admin-2026-10.graphql.gz";
const schema = buildSchema(gunzipSync(readFileSync(SCHEMA)).toString("utf8"), { assumeValidSDL: true });
const since = new Date("2026-09-23T00:00:00Z");

describe.each([
  ["customers", CUSTOMERS_BULK_QUERY],
  ["all orders", ordersBulkQuery(null)],
  ["orders of a window", ordersBulkQuery(since)],
  ["all checkouts", checkoutsBulkQuery(null)],
  ["checkouts of a window", checkoutsBulkQuery(since)],
  ["products", PRODUCTS_BULK_QUERY],
])("the bulk query of %s", (_title, query) => {
  test("is valid in the real schema", () => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  test("has edges and nodes with their ids only, in at most two levels, as bulk operations demand", () => {
    let connections = 0;
    visit(parse(query), {
      Field({ name, selectionSet }) {
        const fields = (selectionSet?.selections ?? []).map((selection) =>
          "name" in selection ? selection.name.value : "",
        );
        if (fields.includes("edges")) connections += 1;
        if (name.value === "node") expect(fields).toContain("id");
        expect(fields).not.toContain("nodes");
      },
    });
    expect(connections).toBeGreaterThan(0);
    expect(connections).toBeLessThanOrEqual(2);
  });
});

test("a window is quoted, as unquoted times are taken apart at their colons", () => {
  expect(ordersBulkQuery(since)).toContain(`processed_at:>='2026-09-23T00:00:00.000Z'`);
});

describe.each([
  ["customers", CUSTOMERS_BULK_QUERY, CustomersAgainDocument],
  ["orders", ordersBulkQuery(null), OrdersAgainDocument],
  ["products", PRODUCTS_BULK_QUERY, ProductsAgainDocument],
])("what is read again of %s", (_title, bulkQuery, again) => {
  test("is all that the first read tells", () => {
    const first = fieldsOf(parse(bulkQuery));
    expect(first.length).toBeGreaterThan(5);
    expect(fieldsOf(again)).toEqual(expect.arrayContaining(first));
  });
});

/** Where there are a connection's edges, or what it was asked for. */
const WRAPPING = new Set(["edges", "node", "nodes"]);

/** The fields of a record, such as `amountSpent.amount`. */
function fieldsOf({ definitions }: DocumentNode): string[] {
  const fragments = new Map(
    definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === "FragmentDefinition")
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const below = (set: SelectionSetNode | undefined, path: string): string[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === "FragmentSpread")
        return below(fragments.get(selection.name.value)?.selectionSet, path);
      if (selection.kind === "InlineFragment") return below(selection.selectionSet, path);
      const name = selection.name.value;
      if (WRAPPING.has(name)) return below(selection.selectionSet, path);
      return selection.selectionSet ? below(selection.selectionSet, `${path}${name}.`) : [path + name];
    });
  const [operation] = definitions.filter((definition) => definition.kind === "OperationDefinition");
  const [root] = operation?.selectionSet.selections ?? [];
  return root?.kind === "Field" ? below(root.selectionSet, "") : [];
}
