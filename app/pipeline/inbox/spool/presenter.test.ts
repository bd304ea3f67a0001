import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type FileSpool, openSpool } from "~/platform/sqlite/spool.server";

import { packDeliveries } from "./pack";
import { presentSpool, provideSpool } from "./presenter.server";

let directory: string;
let spool: FileSpool;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perennial-standing-"));
  spool = openSpool(join(directory, "test.db-spool"));
  provideSpool(spool);
});
afterEach(() => {
  provideSpool(null);
  spool.close();
  rmSync(directory, { recursive: true });
});

function accept(...receivedAt: string[]): void {
  const deliveries = receivedAt.map((at) => ({
    ...{ shopId: "s1", webhookId: at, eventId: null, topic: "orders/paid", apiVersion: null },
    ...{ triggeredAt: new Date(at), receivedAt: new Date(at), bytes: Buffer.from("{}") },
  }));
  spool.append(packDeliveries(deliveries), deliveries.length);
}

test("tells how many deliveries wait, and since when the first of them does", async () => {
  expect(await presentSpool()).toEqual({ waitingCount: 0, oldestAt: null });
  accept("2026-03-01T12:00:01Z", "2026-03-01T12:00:00Z");
  accept("2026-03-01T12:00:02Z");
  expect(await presentSpool()).toEqual({ waitingCount: 3, oldestAt: "2026-03-01T12:00:00.000Z" });
  spool.remove(spool.oldest(2).map(({ id }) => id));
  expect(await presentSpool()).toEqual({ waitingCount: 1, oldestAt: "2026-03-01T12:00:02.000Z" });
});

test("tells nothing in a process that has no spool", async () => {
  provideSpool(null);
  expect(await presentSpool()).toBeNull();
});
