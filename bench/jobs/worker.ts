/** A worker process with the jobs of the bench, on the database of `DATABASE_URL`. */
import { buildRegistry } from "../../app/pipeline/jobs/registry.server";
import { startRunner } from "../../app/pipeline/jobs/runner.server";
import { openDb } from "../../app/platform/db.server";
import { nothing, write } from "./job";

const LEASE_MS = 2_000;

const db = await openDb(process.env.DATABASE_URL ?? "");
await startRunner(db, buildRegistry([nothing, write], []), {
  concurrency: 10,
  leaseMs: LEASE_MS,
  now: () => new Date(),
});
// What `startServer` waits for; nobody listens there.
console.log("http://127.0.0.1:0");
