import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { buildSchema, parse, validate, visit } from "graphql";
import { describe, expect, test } from "vitest";

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
