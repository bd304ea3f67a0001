import type { ChangeOutcome } from "~/integrations/shopify/admin";
import type { ShopRecord } from "~/shops/repository.server";

import type { ReconcileResource } from "./rules";

/** A record as the API gives it, with all of its children. */
export type ReadNode = { id: string; [field: string]: unknown };

export type ReadPage = { nodes: ReadNode[]; /** Null after the last page. */ endCursor: string | null };

/** What Shopify says of a record it was asked for by id; null: it has none. */
export type ReadVersion = {
  updatedAt: Date;
  /** What Shopify counts of a customer, as `figuresOf`; null for other records. */
  figures: string | null;
} | null;

/** Shopify's own count and sum of a customer's orders, as one text to compare. */
export function figuresOf(orderCount: number, spentMinor: number): string {
  return `${orderCount} ${spentMinor}`;
}

/** Reading of one shop, page by page. Every question is safe to repeat. */
export type ReconcileReader = {
  /** Records that a search finds, in an order that stays the same while `after` goes on. */
  readPage: (
    resource: ReconcileResource,
    question: { query: string; after: string | null },
  ) => Promise<ChangeOutcome<ReadPage>>;
  /** At most 250 GIDs; one answer each, in their order. */
  readVersions: (
    resource: ReconcileResource,
    gids: readonly string[],
  ) => Promise<ChangeOutcome<ReadVersion[]>>;
  /** Those of at most 50 GIDs that are there. */
  readRecords: (resource: ReconcileResource, gids: readonly string[]) => Promise<ChangeOutcome<ReadNode[]>>;
  /** How many records a search finds; null when Shopify does not count them exactly. An empty search finds all. */
  count: (resource: ReconcileResource, query: string) => Promise<ChangeOutcome<number | null>>;
};

export type ReconcilePorts = { reader: (shop: ShopRecord) => ReconcileReader };

let ports: ReconcilePorts | null = null;

/** Wires the ports; called once by the composition, and by tests. */
export function provideReconcilePorts(implementation: ReconcilePorts): void {
  ports = implementation;
}

/** @throws Error before `provideReconcilePorts`. */
export function getReconcilePorts(): ReconcilePorts {
  if (!ports) throw new Error("the reconcile has no ports yet: composition.server.ts must be loaded first");
  return ports;
}
