import { z } from "zod";

import type { SyncState } from "~/pipeline/projections/backfill/queries.server";
import type { ReconcileStatus } from "~/pipeline/projections/reconcile/queries.server";

/** What a person may ask of the system page. */
export const SystemActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("retry-delivery"), id: z.string().min(1) }),
  z.object({ kind: z.literal("retry-job"), id: z.string().min(1) }),
  z.object({ kind: z.literal("retry-intent"), id: z.string().min(1) }),
  z.object({ kind: z.literal("retry-sync") }),
  z.object({ kind: z.literal("reconcile") }),
]);

export type SystemAction = z.infer<typeof SystemActionSchema>;

/** A scope that parts of the app need and do not have. */
export type MissingScope = { scope: string; /** Key of what does not work. */ part: ScopedPart };

/** What needs a scope of its own. */
export const SCOPED_PARTS = {
  customers: "read_customers",
  orders: "read_orders",
  products: "read_products",
  tags: "write_customers",
  codes: "write_discounts",
} as const;
export type ScopedPart = keyof typeof SCOPED_PARTS;

/** Something that did not get through and waits for a person. */
export type DeadLetter = {
  kind: "delivery" | "job" | "intent";
  id: string;
  /** Topic, job name or intent kind. */
  name: string;
  state: "dead" | "refused" | "uncertain";
  /** Where in the payload, and the value found there; empty when it is not about a payload. */
  path: string;
  value: string;
  message: string;
  /** ISO instant. */
  at: string;
};

/** Deliveries of all shops of this installation that were accepted and not looked at yet. */
export type SpoolStatus = {
  waitingCount: number;
  /** ISO instant at which the one that waits longest came; null = none waits. */
  oldestAt: string | null;
};

export type SystemStatus = {
  sync: SyncState;
  /** Whether the copy is as the store is, and what was not. */
  reconcile: ReconcileStatus;
  /** What the merchant took from the app, and what of it does not work without. */
  missingScopes: MissingScope[];
  deliveries: {
    /** Of the last 24 hours, by state. */
    counts: Record<"stored" | "projected" | "ignored" | "refused" | "dead", number>;
    /** ISO instant of the newest delivery; null = none ever. */
    lastReceivedAt: string | null;
    /** Seconds from Shopify's event to our copy, of the newest projected delivery. */
    lagSeconds: number | null;
  };
  jobs: {
    /** Due now, or being done. */
    waitingCount: number;
    /** Set for a later time. */
    scheduledCount: number;
    retryingCount: number;
    deadCount: number;
  };
  outbox: { pendingCount: number; failingCount: number; lastError: string | null };
  deadLetters: DeadLetter[];
  deadLetterCount: number;
  /** ISO instant. */
  asOf: string;
};
