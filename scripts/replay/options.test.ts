import { expect, test } from "vitest";

import { parseOptions } from "./options";

test("a folder is enough: then a system of its own is started", () => {
  expect(parseOptions(["--dir", "x"], {})).toEqual({
    directory: "x",
    url: null,
    shopDomain: null,
    secret: null,
    databaseUrl: null,
    again: false,
    waitMs: 120_000,
  });
});

test("a running app is named with its secret, which the environment may hold", () => {
  const args = [
    "--dir",
    "x",
    "--url",
    "http://127.0.0.1:3000",
    "--database",
    "file:./p.db",
    "--again",
    "--wait",
    "5",
  ];
  expect(parseOptions(args, { SHOPIFY_API_SECRET: "s" })).toMatchObject({
    url: new URL("http://127.0.0.1:3000"),
    secret: "s",
    databaseUrl: "file:./p.db",
    again: true,
    waitMs: 5_000,
  });
  expect(parseOptions([...args, "--secret", "t"], { SHOPIFY_API_SECRET: "s" }).secret).toBe("t");
});

test.each([
  [[], "--dir is missing"],
  [
    ["--dir", "x", "--url", "nonsense"],
    '--url must be an address such as http://127.0.0.1:3000, got "nonsense"',
  ],
  [["--dir", "x", "--url", "http://127.0.0.1:3000"], "needs --secret"],
  [["--dir", "x", "--database", "file:./p.db"], "--database needs --url"],
  [["--dir", "x", "--wait", "soon"], '--wait must be whole seconds, got "soon"'],
  [["--dir", "x", "--colour"], "--colour"],
])("%j is refused: %s", (args, message) => {
  expect(() => parseOptions(args, {})).toThrow(message);
});
