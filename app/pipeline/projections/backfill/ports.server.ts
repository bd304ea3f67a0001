import { tmpdir } from "node:os";
import { join } from "node:path";

import type { BulkLine, ShopifyBulk } from "~/integrations/shopify/bulk/schema";
import type { RootDb, Tx } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import type { BackfillRecord } from "./repository.server";
import type { BackfillResource } from "./rules";

export type LoadOutcome =
  | { kind: "loaded"; parentCount: number }
  /** Bulk files die after seven days: the operation has to be asked for a new address. */
  | { kind: "address-dead" }
  /** The round is over, or another worker loads it: nothing more to do here. */
  | { kind: "overtaken" };

/** What is to be loaded, and a place on disk that is only used for this bulk operation. */
export type FileToLoad = { shop: ShopRecord; row: BackfillRecord; path: string; now: Date };

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
  /** Loads a file of a resource in a way of its own; null: as all are, by `projectNodes`. */
  loadHistory?: (db: RootDb, file: FileToLoad) => Promise<LoadOutcome> | null;
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
export function getBackfillPorts(): BackfillPorts & Required<Pick<BackfillPorts, "stagingDirectory">> {
  if (!ports) throw new Error("the backfill has no ports yet: composition.server.ts must be loaded first");
  return { stagingDirectory: join(tmpdir(), "perennial-backfill"), ...ports };
}
