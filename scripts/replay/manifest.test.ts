import { expect, test } from "vitest";

import { parseManifest } from "./manifest";

test("columns are found by their names, wherever they stand", () => {
  const manifest = parseManifest(
    "what\ttopic\tapi_version\tfile\nan order\torders/create\t2026-04\ta/b.json\n",
  );
  expect([...manifest]).toEqual([["a/b.json", { topic: "orders/create", apiVersion: "2026-04" }]]);
});

test.each([
  ["2026-04", "2026-04"],
  ["2022-10 (approx.)", "2022-10"],
  ["2012-2018 era", null],
  ["2016-2022 era", null],
  ["2016 (unversioned)", null],
  ["2024-13", null],
  ["mixed", null],
  ["-", null],
  ["", null],
])('the version of "%s" is %s', (written, apiVersion) => {
  expect(parseManifest(`file\ttopic\tapi_version\nx.json\torders/create\t${written}`).get("x.json")).toEqual({
    topic: "orders/create",
    apiVersion,
  });
});

test("a manifest without versions, with Windows line ends and empty lines is read", () => {
  const manifest = parseManifest("file\ttopic\r\n\r\nx.json\t\r\ny.json\tshop/update\r\n");
  expect(manifest.get("x.json")).toEqual({ topic: "", apiVersion: null });
  expect(manifest.get("y.json")).toEqual({ topic: "shop/update", apiVersion: null });
});

test("a file that is no manifest is told by the columns it has", () => {
  expect(() => parseManifest("path\ttopic\nx\ty")).toThrow(
    'needs the columns "file" and "topic", it has: path, topic',
  );
  expect(() => parseManifest("")).toThrow("needs the columns");
});
