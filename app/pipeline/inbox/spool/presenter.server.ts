import type { Spool } from "~/platform/spool";

import { unpackDeliveries } from "./pack";

/** What waits between the door's answer and the worker, of all shops of this installation. */
export type SpoolStanding = {
  waitingCount: number;
  /** ISO instant at which the one that waits longest came; null = none waits. */
  oldestAt: string | null;
};

let provided: Spool | null = null;

/** Makes the spool of this process known; called once by whoever opens it. */
export function provideSpool(spool: Spool | null): void {
  provided = spool;
}

/** How much waits to be taken over, and since when; null in a process without a spool. */
export async function presentSpool(): Promise<SpoolStanding | null> {
  if (!provided) return null;
  const oldest = await provided.peek();
  const times = oldest ? unpackDeliveries(oldest).map(({ receivedAt }) => receivedAt.getTime()) : [];
  return {
    waitingCount: await provided.count(),
    oldestAt: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
  };
}
