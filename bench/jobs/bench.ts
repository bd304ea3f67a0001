import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isPostgresInstalled, startPostgres } from "../../scripts/postgres/server";
import { createDatabase, makePostgres } from "../backfill/postgres";
import { makeSqlite } from "../backfill/sqlite";
import { atLeastTimes, atMost, figure, type Result } from "../result";
import { measureQueue, type OurQueue } from "./ours";
import { measurePeer } from "./peer";

const IDLE_MS = 20;

/** The queue beside graphile-worker as it comes: jobs per second, how soon an idle worker begins, and kills. */
export async function benchJobs(): Promise<Result[]> {
  if (!isPostgresInstalled())
    throw new Error("the peer needs PostgreSQL, which is not installed: apt-get install postgresql");
  const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  const server = await startPostgres({ isDurable: true });
  try {
    console.log("peer: graphile-worker …");
    const value = await measurePeer(await createDatabase(server.url, "peer"));
    const peer = { name: "graphile-worker", value, unit: "jobs/s" };
    console.log("ours on SQLite: as fast as it goes, idle, and with kills …");
    const onSqlite = await measureQueue(makeSqlite(join(directory, "jobs.db")));
    console.log("ours on PostgreSQL: the same …");
    const onPostgres = await measureQueue(await makePostgres(server.url, "ours"));
    return [
      figure(peer),
      ...resultsOf("SQLite", onSqlite, { peer, goal: 8 }),
      ...resultsOf("PostgreSQL", onPostgres, { peer, goal: 6 }),
    ];
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function resultsOf(
  database: string,
  ours: OurQueue,
  { peer, goal }: { peer: { name: string; value: number; unit: string }; goal: number },
): Result[] {
  const named = (name: string, value: number, unit: string) => ({
    name: `${database}, ${name}`,
    value,
    unit,
  });
  return [
    atLeastTimes(named("jobs of nothing", ours.perSecond, "jobs/s"), peer, goal),
    figure(named("CPU of our process per job", ours.cpuMicrosPerJob, "µs")),
    figure(named("an idle worker begins, p50", ours.idleP50Ms, "ms")),
    atMost(named("an idle worker begins, p99", ours.idleP99Ms, "ms"), IDLE_MS),
    atMost(named("lost over kills", ours.lost, "jobs"), 0),
    atMost(named("doubled over kills", ours.doubled, "jobs"), 0),
  ];
}
