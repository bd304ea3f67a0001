import { describe, expect, test } from "vitest";

import { readCall } from "./rules";

const NOW = new Date("2026-11-23T10:00:00Z");
const SECONDS = NOW.getTime() / 1_000;
const KEY = "0b6f1c9e-1111-4222-8333-444455556666";

const query = (over: Record<string, string> = {}, more = "") =>
  new URLSearchParams(
    `${new URLSearchParams({
      ...{ shop: "demo-shop.myshopify.com", logged_in_customer_id: "7001", path_prefix: "/apps/perennial" },
      ...{ timestamp: String(SECONDS), key: KEY },
      ...over,
    }).toString()}${more}`,
  );
const reasonOf = (parameters: URLSearchParams) => {
  const reading = readCall(parameters, NOW);
  return reading.kind === "call" ? null : reading.reason;
};

describe("a signed call", () => {
  test("tells the shop, who is signed in, and the key of the action", () => {
    expect(readCall(query(), NOW)).toEqual({
      kind: "call",
      call: { shopDomain: "demo-shop.myshopify.com", customerNumber: "7001", key: KEY },
    });
    expect(readCall(query({ logged_in_customer_id: "" }), NOW)).toMatchObject({
      call: { customerNumber: null },
    });
  });

  test("is good for 90 seconds before and after", () => {
    for (const seconds of [-90, 0, 90])
      expect(reasonOf(query({ timestamp: String(SECONDS + seconds) }))).toBeNull();
    for (const seconds of [-91, 91])
      expect(reasonOf(query({ timestamp: String(SECONDS + seconds) }))).toBe("stale");
    for (const odd of ["", "1e9", "-1"]) expect(reasonOf(query({ timestamp: odd }))).toBe("stale");
  });

  test.each(["logged_in_customer_id=7002", "shop=other.myshopify.com", "timestamp=1", "path_prefix=x"])(
    "to which somebody else had added %s is refused",
    (added) => {
      expect(reasonOf(query({}, `&${added}`))).toBe("repeated-parameter");
    },
  );

  test("never takes the customer from a parameter of the address", () => {
    const reading = readCall(query({ logged_in_customer_id: "" }, "&customer_id=7001&customerId=7001"), NOW);
    expect(reading).toMatchObject({ call: { customerNumber: null } });
  });

  test.each([
    [{ shop: "evil.example" }, "no-shop"],
    [{ shop: "demo-shop.myshopify.com.evil.example" }, "no-shop"],
    [{ key: "" }, "no-key"],
    [{ key: "short" }, "no-key"],
    [{ key: "x".repeat(65) }, "no-key"],
    [{ logged_in_customer_id: "7001 OR 1=1" }, "odd-customer"],
  ])("with %o is refused as %s", (over, reason) => {
    expect(reasonOf(query(over))).toBe(reason);
  });
});
