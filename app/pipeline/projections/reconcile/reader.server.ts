import type { DocumentNode } from "graphql";
import { z } from "zod";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import type { ShopClient } from "~/integrations/shopify/client.server";
import { parseMinor } from "~/kit/money";

import { bulkQueryOf } from "../backfill/registration.server";
import { type ReconcileDocuments, reconcileDocuments } from "./documents";
import {
  figuresOf,
  type ReadNode,
  type ReadPage,
  type ReadVersion,
  type ReconcileReader,
} from "./ports.server";
import { RECONCILE_RESOURCES, type ReconcileResource } from "./rules";

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const Node = z.object({ id: z.string() }).passthrough();
const Connection = z.object({ nodes: z.array(z.unknown()), pageInfo: PageInfo });
const PageAnswer = z.object({ page: z.object({ nodes: z.array(Node), pageInfo: PageInfo }) });
const RecordsAnswer = z.object({ nodes: z.array(Node.nullable()) });
const Version = z.object({
  updatedAt: z.coerce.date(),
  numberOfOrders: z.coerce.number().optional(),
  amountSpent: z.object({ amount: z.string(), currencyCode: z.string() }).optional(),
});
const VersionsAnswer = z.object({ nodes: z.array(Version.nullable()) });
const CountAnswer = z.object({ total: z.object({ count: z.number(), precision: z.string() }).nullable() });
const ChildrenAnswer = z.object({ record: z.object({ children: Connection }).nullable() });

const DOCUMENTS = new Map<ReconcileResource, ReconcileDocuments>(
  RECONCILE_RESOURCES.map((resource) => [
    resource,
    reconcileDocuments(resource, bulkQueryOf(resource, null)),
  ]),
);

/** Reads a shop over its throttled client, which leaves half of the bucket to people who wait. */
export function createReconcileReader(client: ShopClient): ReconcileReader {
  return {
    readPage: async (resource, { query, after }) => {
      const { page } = documentsOf(resource);
      const outcome = await ask(client, { document: page, variables: { query, after }, answer: PageAnswer });
      if (outcome.kind !== "done") return outcome;
      const { nodes, pageInfo } = outcome.result.page;
      const whole = await completeAll(client, { resource, nodes });
      if (whole.kind !== "done") return whole;
      const endCursor = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
      return { kind: "done", result: { nodes: whole.result, endCursor } satisfies ReadPage };
    },
    readVersions: async (resource, ids) => {
      const { versions } = documentsOf(resource);
      const outcome = await ask(client, { document: versions, variables: { ids }, answer: VersionsAnswer });
      return outcome.kind === "done"
        ? { kind: "done", result: outcome.result.nodes.map((node) => node && versionOf(node)) }
        : outcome;
    },
    readRecords: async (resource, ids) => {
      const { records } = documentsOf(resource);
      const outcome = await ask(client, { document: records, variables: { ids }, answer: RecordsAnswer });
      if (outcome.kind !== "done") return outcome;
      const nodes = outcome.result.nodes.filter((node) => node !== null);
      return completeAll(client, { resource, nodes });
    },
    count: async (resource, query) => {
      const { count } = documentsOf(resource);
      const outcome = await ask(client, { document: count, variables: { query }, answer: CountAnswer });
      if (outcome.kind !== "done") return outcome;
      const { total } = outcome.result;
      return { kind: "done", result: total?.precision === "EXACT" ? total.count : null };
    },
  };
}

function versionOf({ updatedAt, numberOfOrders, amountSpent }: z.infer<typeof Version>): ReadVersion {
  const isCounted = numberOfOrders !== undefined && amountSpent !== undefined;
  const spentMinor = amountSpent ? parseMinor(amountSpent.amount, amountSpent.currencyCode) : 0;
  return { updatedAt, figures: isCounted ? figuresOf(numberOfOrders, spentMinor) : null };
}

function documentsOf(resource: ReconcileResource): ReconcileDocuments {
  const documents = DOCUMENTS.get(resource);
  if (!documents) throw new Error(`no questions about ${resource}`);
  return documents;
}

/** An answer of another shape than asked for is a refusal: reading it again brings the same. */
async function ask<Answer>(
  client: ShopClient,
  {
    document,
    variables,
    answer,
  }: {
    document: DocumentNode;
    variables: Record<string, unknown>;
    answer: z.ZodType<Answer, z.ZodTypeDef, unknown>;
  },
): Promise<ChangeOutcome<Answer>> {
  const outcome = await client.call(document, variables);
  if (outcome.kind !== "done") return outcome;
  const parsed = answer.safeParse(outcome.result);
  if (parsed.success) return { kind: "done", result: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    kind: "rejected",
    error: `${issue?.path.join(".") ?? "$"}: ${issue?.message ?? "not as asked for"}`,
  };
}

async function completeAll(
  client: ShopClient,
  { resource, nodes }: { resource: ReconcileResource; nodes: readonly ReadNode[] },
): Promise<ChangeOutcome<ReadNode[]>> {
  const whole: ReadNode[] = [];
  for (const node of nodes) {
    const completed = await complete(client, { resource, node });
    if (completed.kind !== "done") return completed;
    whole.push(completed.result);
  }
  return { kind: "done", result: whole };
}

/** Asks for the children that did not fit: a record cut short would look as if the rest had been deleted. */
async function complete(
  client: ShopClient,
  { resource, node }: { resource: ReconcileResource; node: ReadNode },
): Promise<ChangeOutcome<ReadNode>> {
  const whole = { ...node };
  for (const [field, document] of Object.entries(documentsOf(resource).children)) {
    const first = Connection.safeParse(node[field]);
    if (!first.success) continue;
    const nodes = [...first.data.nodes];
    let { pageInfo } = first.data;
    while (pageInfo.hasNextPage) {
      const variables = { id: node.id, after: pageInfo.endCursor };
      const outcome = await ask(client, { document, variables, answer: ChildrenAnswer });
      if (outcome.kind !== "done") return outcome;
      const children = outcome.result.record?.children;
      if (!children) break; // Deleted meanwhile: its deletion comes by itself.
      nodes.push(...children.nodes);
      ({ pageInfo } = children);
    }
    whole[field] = { nodes };
  }
  return { kind: "done", result: whole };
}
