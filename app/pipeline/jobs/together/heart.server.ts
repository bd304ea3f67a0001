import type { RootDb } from "~/platform/db.server";

import { keepLeases, type Running } from "./take.server";

/** Keeps the leases of what runs here. */
export type Heart = {
  beat: () => Promise<void>;
  /**
   * Beats when the last time is too long ago: the process stood still, in a long statement or with the whole machine.
   * Call it before jobs are taken whose leases ran out: they may be our own, and still run.
   */
  beatIfLate: () => Promise<void>;
};

export function heartOf(db: RootDb, { running, leaseMs }: { running: Running; leaseMs: number }): Heart {
  let beatMs = Date.now();
  const beat = async (): Promise<void> => {
    beatMs = Date.now();
    await keepLeases(db, { running, leaseMs });
  };
  return {
    beat,
    beatIfLate: async () => {
      if (Date.now() - beatMs > leaseMs / 2) await beat();
    },
  };
}
