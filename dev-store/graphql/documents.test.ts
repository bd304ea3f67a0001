import { existsSync, readFileSync } from "node:fs";

import { Kind, type OperationDefinitionNode, parse, print } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";

import { smallShop, type SmallShop } from "./testing/small-shop";

const FILE = new URL("../../../shared/shopify/documents.graphql", import.meta.url);
const available = existsSync(FILE);

/** Roots of the example documents that the stand-in does not answer, and says so. */
const UNANSWERED = [
  "abandonmentByAbandonedCheckoutId",
  "customerSegmentMembers",
  "deletionEvents",
  "events",
  "segments",
  "shopifyqlQuery",
  "staffMember",
  "staffMembers",
  "storeCreditAccount",
  "webhookSubscriptions",
];

type Example = { name: string; root: string; text: string; variables: Record<string, unknown> };

function readExamples(): Example[] {
  const source = readFileSync(FILE, "utf8");
  const document = parse(source);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const withFragments = (operation: OperationDefinitionNode): string => {
    const used = new Set<string>();
    const collect = (text: string): void => {
      for (const [, name = ""] of text.matchAll(/\.\.\.(\w+)/g)) {
        const fragment = fragments.find((node) => node.name.value === name);
        if (!fragment || used.has(name)) continue;
        used.add(name);
        collect(print(fragment));
      }
    };
    collect(print(operation));
    return [operation, ...fragments.filter((node) => used.has(node.name.value))].map(print).join("\n");
  };
  return document.definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .filter((node) => node.operation === "query")
    .map((operation) => {
      const name = operation.name?.value ?? "";
      const before = source.slice(0, operation.loc?.start);
      const variables =
        /# vars: (.*)\n[^\n]*$/.exec(before.replace(/\n(?!# vars)[^\n]*$/, "\n"))?.[1] ?? "{}";
      const [selection] = operation.selectionSet.selections;
      const root = selection?.kind === "Field" ? selection.name.value : "";
      return {
        name,
        root,
        text: withFragments(operation),
        variables: JSON.parse(variables) as Record<string, unknown>,
      };
    });
}

/** Puts ids of the small shop in place of the examples' ids. */
function realVariables(example: Example, { store }: SmallShop): Record<string, unknown> {
  const [order] = store.orders.values();
  const [customer] = store.customers.values();
  const ids: Record<string, string> = {
    CustomerById: `gid://shopify/Customer/${customer?.id}`,
    OrderById: `gid://shopify/Order/${order?.id}`,
  };
  const id = ids[example.name];
  return id ? { ...example.variables, id } : example.variables;
}

describe.skipIf(!available)("the example documents, when ../shared holds them", () => {
  let examples: Example[] = [];
  beforeAll(() => {
    examples = readExamples();
  });

  it("answers every query whose root it knows without an error", () => {
    const shop = smallShop();
    const answered = examples.filter(
      ({ root, name }) => !UNANSWERED.includes(root) && !name.endsWith("_BULK"),
    );
    expect(answered.length).toBeGreaterThan(14);
    for (const example of answered) {
      const { errors } = shop.ask(example.text, realVariables(example, shop));
      expect(errors, example.name).toBeUndefined();
    }
  });

  it("says of every other root that it is not in the dev-store yet", () => {
    const shop = smallShop([...WIDE_SCOPES]);
    for (const example of examples.filter(({ root }) => UNANSWERED.includes(root))) {
      const { errors } = shop.ask(example.text, example.variables);
      expect(errors?.[0]?.extensions?.["code"], example.name).toBe("NOT_IN_DEV_STORE");
      expect(errors?.[0]?.message).toBe(`Field '${example.root}' is not in the dev-store yet`);
    }
  });
});

const WIDE_SCOPES = [
  "write_customers",
  "write_orders",
  "read_products",
  "read_discounts",
  "read_reports",
  "read_users",
  "read_returns",
  "read_store_credit_accounts",
];
