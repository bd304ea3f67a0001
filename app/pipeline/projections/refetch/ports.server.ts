import type { NodeReader, ReadNode } from "~/integrations/shopify/node-reader";
import type { Tx } from "~/platform/db.server";

import type { ProjectedShop } from "../batch/mapping-input";
import type { RefetchResource } from "./rules";

export type RefetchPorts = {
  /** Shopify, by the shop's domain. */
  reader: (shopDomain: string) => NodeReader;
  /** Brings our rows up to the nodes. Safe to repeat; older versions than ours are ignored. */
  projectNodes: (
    tx: Tx,
    batch: { shop: ProjectedShop; resource: RefetchResource; nodes: readonly ReadNode[]; now: Date },
  ) => Promise<{ problems: { problem: { path: string } }[] }>;
  /** Marks what the store no longer has. Safe to repeat. */
  projectDeletions: (
    tx: Tx,
    batch: { shop: ProjectedShop; resource: RefetchResource; gids: readonly string[]; now: Date },
  ) => Promise<void>;
};

let ports: RefetchPorts | null = null;

/** Wires the port; called once by the composition, and by tests. */
export function provideRefetchPorts(implementation: RefetchPorts): void {
  ports = implementation;
}

/** @throws Error before `provideRefetchPorts`. */
export function getRefetchPorts(): RefetchPorts {
  if (!ports) throw new Error("the refetch has no ports yet: composition.server.ts must be loaded first");
  return ports;
}
