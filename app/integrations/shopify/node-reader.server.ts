import type { ChangeOutcome } from "./admin";
import type { ShopClient } from "./client.server";
import {
  CustomersAgainDocument,
  OrderLinesAgainDocument,
  OrdersAgainDocument,
  ProductsAgainDocument,
  ProductVariantsAgainDocument,
} from "./generated/documents";
import type { NodeReader, ReadNode } from "./node-reader";

type PageInfo = { hasNextPage: boolean; endCursor?: string | null };
type Page = { nodes: readonly unknown[]; pageInfo: PageInfo };
type NextPage = (id: string, after: string) => Promise<ChangeOutcome<Page | null>>;

/** Reads records of a shop by their ids, over its throttled client, as background work. */
export function createNodeReader(client: ShopClient): NodeReader {
  return {
    readNodes: async (kind, gids) => {
      const ids = [...gids];
      switch (kind) {
        case "customers":
          return map(await client.call(CustomersAgainDocument, { ids }), ({ nodes }) => present(nodes));
        case "orders":
          return readWhole(
            map(await client.call(OrdersAgainDocument, { ids }), ({ nodes }) => present(nodes)),
            { child: "lineItems", next: (id, after) => nextLines(client, id, after) },
          );
        case "products":
          return readWhole(
            map(await client.call(ProductsAgainDocument, { ids }), ({ nodes }) => present(nodes)),
            { child: "variants", next: (id, after) => nextVariants(client, id, after) },
          );
      }
    },
  };
}

/** The records among the answers: a node of another type has no fields, one that is gone is null. */
function present(nodes: readonly (object | null)[]): ReadNode[] {
  return nodes.filter((node): node is ReadNode => node !== null && "id" in node);
}

async function nextLines(client: ShopClient, id: string, after: string): Promise<ChangeOutcome<Page | null>> {
  return map(await client.call(OrderLinesAgainDocument, { id, after }), ({ node }) =>
    node && "lineItems" in node ? node.lineItems : null,
  );
}

async function nextVariants(
  client: ShopClient,
  id: string,
  after: string,
): Promise<ChangeOutcome<Page | null>> {
  return map(await client.call(ProductVariantsAgainDocument, { id, after }), ({ node }) =>
    node && "variants" in node ? node.variants : null,
  );
}

/** Completes what did not fit its first page. A record that vanished in between is left out, as gone. */
async function readWhole(
  read: ChangeOutcome<ReadNode[]>,
  { child, next }: { child: "lineItems" | "variants"; next: NextPage },
): Promise<ChangeOutcome<ReadNode[]>> {
  if (read.kind !== "done") return read;
  const whole: ReadNode[] = [];
  for (const node of read.result) {
    const completed = await complete(node, node[child] as Page, next);
    if (completed.kind !== "done") return completed;
    if (completed.result) whole.push({ ...node, [child]: { nodes: completed.result } });
  }
  return { kind: "done", result: whole };
}

async function complete(
  { id }: ReadNode,
  first: Page,
  next: NextPage,
): Promise<ChangeOutcome<unknown[] | null>> {
  const nodes = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && pageInfo.endCursor) {
    const page = await next(id, pageInfo.endCursor);
    if (page.kind !== "done") return page;
    if (!page.result) return { kind: "done", result: null };
    nodes.push(...page.result.nodes);
    ({ pageInfo } = page.result);
  }
  return { kind: "done", result: nodes };
}

function map<From, To>(outcome: ChangeOutcome<From>, to: (result: From) => To): ChangeOutcome<To> {
  return outcome.kind === "done" ? { kind: "done", result: to(outcome.result) } : outcome;
}
