import { describe, expect, it } from "vitest";

import { checkBulkQuery } from "./bulk-rules";

const faults = (query: string) => {
  const check = checkBulkQuery(query);
  return check.kind === "refused" ? check.userErrors.map(({ message }) => message) : [];
};

const child = (name: string) => `${name} { edges { node { id } } }`;

describe("checkBulkQuery", () => {
  it.each([
    "{ customers { edges { node { id } } } }",
    '#graphql\n{ orders(query: "x") { edges { cursor node { id lineItems { edges { node { id } } } refunds { id } } } pageInfo { hasNextPage } } }',
    `{ products { edges { node { id ${child("variants")} ${child("metafields")} ${child("media")} ${child("collections")} } } } }`,
    `query Named { products { edges { node { id variants { edges { node { id ${child("metafields")} } } } } } } }`,
    "{ customers { edges { node { ...F } } } } fragment F on Customer { id tags }",
  ])("accepts %s", (query) => {
    expect(faults(query)).toEqual([]);
  });

  it.each([
    ["{ shop { id } }", ["Bulk queries must contain at least one connection."]],
    [
      'query { node(id: "gid://shopify/Product/0") { id } }',
      [
        "Bulk queries cannot contain a top level `node` field.",
        "Bulk queries must contain at least one connection.",
      ],
    ],
    [
      "{ products { nodes { id } } }",
      [
        "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. " +
          "Selecting via 'nodes' is not supported. Invalid connection fields: 'products'.",
      ],
    ],
    [
      `{ products { edges { node { title ${child("variants")} } } } }`,
      [
        "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. " +
          "Connection fields without 'id': products.",
      ],
    ],
    [
      `{ products { edges { node { id ${child("variants")} ${child("metafields")} ${child("media")} ${child("collections")} ${child("sellingPlanGroups")} } } } }`,
      ["Bulk queries cannot contain more than 5 connections."],
    ],
    [
      `{ collections { edges { node { id products { edges { node { id variants { edges { node { id ${child("metafields")} } } } } } } } } } }`,
      ["Bulk queries cannot contain connections with a nesting depth greater than 2."],
    ],
    [
      `{ orders { edges { node { id refunds { id refundLineItems { edges { node { quantity } } } } } } } }`,
      ["Queries that contain a connection field within a list field are not currently supported."],
    ],
    [
      'mutation { discountCodeDeactivate(id: "1") { userErrors { message } } }',
      ["Invalid operation type. Only `query` operations are supported."],
    ],
    [
      "{ products { edges { node { nope } } } }",
      ["Invalid bulk query: Field 'nope' doesn't exist on type 'Product'"],
    ],
  ])("refuses %s", (query, messages) => {
    expect(faults(query)).toEqual(expect.arrayContaining(messages));
  });

  it("tells where a query ends too early", () => {
    expect(faults("{ products { edges")).toEqual([
      expect.stringMatching(/^Invalid bulk query: syntax error, unexpected end of file at \[1, \d+\]$/),
    ]);
  });

  it("refuses more than 65,535 bytes", () => {
    const query = (length: number) => `{ products { edges { node { id } } } } #${"x".repeat(length - 40)}`;
    expect(Buffer.byteLength(query(65_535))).toBe(65_535);
    expect(faults(query(65_535))).toEqual([]);
    expect(faults(query(65_536))).toEqual(["Query is too large (65536 bytes; maximum is 65535 bytes)"]);
  });
});
