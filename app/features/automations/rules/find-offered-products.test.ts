import { expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";

import { findOfferedProducts } from "./find-offered-products";

const MUG = "gid://shopify/Product/7";
const issue = (id: string, items: unknown) => ({
  ...{ id, kind: "action", action: "incentives.issue" },
  settings: { offer: { value: { kind: "percentage", percentBp: 500 }, items } },
});

test("finds the products of every offer, also behind a branch, and nothing where an offer is for all", () => {
  const { steps } = FlowDefinitionSchema.parse({
    trigger: { key: "vip.tier-changed", settings: {} },
    steps: [
      issue("everything", { kind: "all" }),
      {
        ...{ id: "fork", kind: "branch" },
        condition: { kind: "all", of: [] },
        yes: [issue("mugs", { kind: "products", gids: [MUG] })],
        no: [],
      },
    ],
  });
  expect(findOfferedProducts({ steps })).toEqual([MUG]);
});
