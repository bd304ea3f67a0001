import { expect, test } from "vitest";

import { hasScope } from "./scopes";

test.each([
  ["read_orders", "read_orders", true],
  ["write_orders", "read_orders", true],
  ["read_orders", "write_orders", false],
  ["read_customers, read_orders", "read_orders", true],
  ["read_all_orders", "read_orders", false],
  ["", "read_orders", false],
])("of those granted as '%s', %s is one: %s", (granted, scope, isGranted) => {
  expect(hasScope(granted, scope)).toBe(isGranted);
});
