import { describe, expect, test } from "vitest";

import { exportToCsv, exportToJson, type PersonExport } from "./export-file";

const DATA: PersonExport = {
  shop: "demo.myshopify.com",
  preparedAt: "2026-11-24T12:00:00.000Z",
  tables: [
    {
      table: "Order",
      rows: [
        { id: "1", netMinor: 5_000n, placedAt: new Date("2026-03-01T12:00:00Z"), email: null, note: "" },
        { id: "2", netMinor: 2n ** 60n, tags: ["a", "b"], isTest: false },
      ],
    },
  ],
};

describe("as JSON", () => {
  test("amounts are numbers; those too large for others to read are texts; the rest is as it is", () => {
    const { tables } = JSON.parse(exportToJson(DATA)) as PersonExport;
    expect(tables[0]?.rows).toEqual([
      { id: "1", netMinor: 5_000, placedAt: "2026-03-01T12:00:00.000Z", email: null, note: "" },
      { id: "2", netMinor: "1152921504606846976", tags: ["a", "b"], isTest: false },
    ]);
  });
});

describe("as CSV", () => {
  test("a line per value with its table, row and field; empty ones are left out", () => {
    expect(exportToCsv(DATA).replace("\ufeff", "").split("\r\n")).toEqual([
      "table,row,field,value",
      "Order,1,id,1",
      "Order,1,netMinor,5000",
      "Order,1,placedAt,2026-03-01T12:00:00.000Z",
      "Order,2,id,2",
      "Order,2,netMinor,1152921504606846976",
      'Order,2,tags,"[""a"",""b""]"',
      "Order,2,isTest,false",
      "",
    ]);
  });

  test("of nobody is the line of names", () => {
    expect(exportToCsv({ ...DATA, tables: [] })).toBe("\ufefftable,row,field,value\r\n");
  });
});
