import { tmpdir } from "node:os";
import { join } from "node:path";

import type { BulkLine, ShopifyBulk } from "~/integrations/shopify/bulk/schema";
import type { RootDb, Tx } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import type { BackfillResource } from "./rules";

/** What a backfill needs from others. */
export type BackfillPorts = {
  bulk: (shop: ShopRecord) => ShopifyBulk;
  /** The bulk query of a resource; `since` bounds orders, null asks for all. */
  queryOf: (resource: BackfillResource, since: Date | null) => string;
  /** Brings our tables up to the nodes. Safe to repeat; older versions than ours are ignored. */
  projectNodes: (
    tx: Tx,
    batch: { shop: ShopRecord; resource: BackfillResource; nodes: BulkLine[]; now: Date },
  ) => Promise<{ problems: { problem: { path: string; message: string } }[] }>;
  /** What is due once, when all of a resource is in our tables. Safe to repeat. */
  afterLoad: (db: RootDb, loaded: { shopId: string; resource: BackfillResource }) => Promise<void>;
  /** Where bulk files are staged; needs room for twice the file. A folder of the system's when absent. */
  stagingDirectory?: string;
};

let ports: BackfillPorts | null = null;

/** Wires the ports; called once by the composition, and by tests. */
export function provideBackfillPorts(implementation: BackfillPorts): void {
  ports = implementation;
}

/** @throws Error before `provideBackfillPorts`. */
export function getBackfillPorts(): Required<BackfillPorts> {
  if (!ports) throw new Error("the backfill has no ports yet: composition.server.ts must be loaded first");
  return { stagingDirectory: join(tmpdir(), "perennial-backfill"), ...ports };
}
