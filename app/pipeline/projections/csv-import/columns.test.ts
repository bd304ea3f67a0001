import { describe, expect, test } from "vitest";

import { customersExport, ordersExport } from "../../../../tests/support/shopify-csv";
import { recogniseHeader } from "./columns";

const titlesOf = (text: string) => text.trim().split(",");

describe("a header", () => {
  test.each([
    ["orders", ordersExport([])],
    ["orders", ordersExport([], { isOld: true })],
    ["customers", customersExport([])],
    ["customers", customersExport([], { isOld: true })],
  ])("of %s is recognised in today's and in older exports", (kind, text) => {
    expect(recogniseHeader(titlesOf(text))).toMatchObject({ kind: "recognised", header: { kind } });
  });

  test("is recognised whatever the order, capitals and spaces of its titles, and columns nobody knows", () => {
    const titles = [
      "Loyalty (metafield)",
      "TOTAL ",
      "created  at",
      "Canceled at",
      "currency",
      "financial status",
      "Name",
    ];
    expect(recogniseHeader(titles)).toMatchObject({
      kind: "recognised",
      header: {
        kind: "orders",
        width: 7,
        columns: {
          total: { at: 1, title: "TOTAL" },
          cancelledAt: { at: 3 },
          createdAt: { at: 2 },
          refunded: null,
        },
      },
    });
  });

  test.each<[string, string[], string, string]>([
    ["that is separated by semicolons", ["Name;Email;Financial Status"], "other-separator", "Name,Email"],
    ["of a products export", ["Handle", "Title", "Variant SKU"], "other-export", "orders_export"],
    ["of something else", ["Datum", "Betrag"], "unknown-columns", "customers_export"],
    [
      "of orders without amounts",
      ["Name", "Financial Status", "Email"],
      "missing-columns",
      "Currency, Total, Created at",
    ],
    [
      "of customers without addresses",
      ["First Name", "Last Name", "Total Orders"],
      "missing-columns",
      "Email",
    ],
  ])("%s is refused with what stands there and what should", (_what, titles, code, expected) => {
    expect(recogniseHeader(titles)).toMatchObject({
      kind: "refused",
      code,
      value: titles.join(","),
      expected: expect.stringContaining(expected) as string,
    });
  });
});
