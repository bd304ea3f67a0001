import { describe, expect, it } from "vitest";

import { readFlowExtension } from "../../flow/extension";
import { ALL_SCOPES, emptyShop, pick } from "../testing/small-shop";

const TELL =
  "mutation($handle: String!, $payload: JSON!) { flowTriggerReceive(handle: $handle, payload: $payload) { userErrors { field message } } }";
const TOLD = { Years: 3, Occasion: "2026", customer_id: 1 };

function shop() {
  const made = emptyShop(ALL_SCOPES);
  made.options.app = { ...made.options.app, flow: readFlowExtension("shopify.app.toml") };
  return made;
}

describe("flowTriggerReceive", () => {
  it("keeps what it is told of a trigger that was deployed", () => {
    const { ask, store } = shop();
    expect(
      pick(ask(TELL, { handle: "anniversary", payload: TOLD }), "flowTriggerReceive.userErrors"),
    ).toEqual([]);
    expect(store.flowSignals).toMatchObject([{ handle: "anniversary", payload: TOLD }]);
  });

  it.each([
    ["an unknown handle", "nobody-knows", TOLD, "Invalid handle 'nobody-knows'"],
    ["a field that was not declared", "anniversary", { ...TOLD, More: 1 }, "Invalid field: 'More'"],
    [
      "too much",
      "anniversary",
      { ...TOLD, Occasion: "x".repeat(50_000) },
      "exceeds the limit of 50000 bytes",
    ],
  ])("refuses %s", (_what, handle, payload, message) => {
    const { ask, store } = shop();
    expect(pick(ask(TELL, { handle, payload }), "flowTriggerReceive.userErrors.0.message")).toContain(
      message,
    );
    expect(store.flowSignals).toEqual([]);
  });
});
