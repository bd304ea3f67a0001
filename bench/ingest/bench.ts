import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createDatabase, makePostgres } from "../backfill/postgres";
import { startServer } from "../processes";
import { atLeastTimes, atMost, besideOf, figure, type Result } from "../result";
import { formatNumber, formatTable } from "../table";
import { isPostgresInstalled, startPostgres } from "../../scripts/postgres/server";
import { makePeerFile, openAppFile, openAppServer, preparePeerServer } from "./databases";
import type { Load } from "./load";
import { type Measurement, measureServer } from "./measure";
import { measureOurs, type OurMeasurement } from "./ours";

type Pair = { peer: Measurement; ours: OurMeasurement };
type Figures = Pair & { verifyOnly: Measurement; groupCommit: Measurement; onPostgres: Pair | null };

/** Webhook ingest: our door and worker beside a stock template app and two limits, one after the other. */
export async function benchIngest(): Promise<Result[]> {
  const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  try {
    const figures = await measureAll(directory);
    console.log(`\n${serverTable(figures)}\n`);
    return resultsOf(figures);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureAll(directory: string): Promise<Figures> {
  console.log("limit A: node:http, body, HMAC …");
  const verifyOnly = await measureProgram(
    "bench/ingest/limits/verify-only.ts",
    {},
    { warmUp: 4_000, count: 40_000, maxMs: 8_000 },
  );
  console.log("limit Bg: the same, and the raw body in a group commit …");
  const groupCommit = await measureProgram(
    "bench/ingest/limits/group-commit.ts",
    { LIMIT_DATABASE: join(directory, "limit.db") },
    { warmUp: 2_000, count: 20_000, maxMs: 10_000 },
  );
  console.log("peer: template app, authenticate.webhook, Prisma upserts …");
  const peerPath = join(directory, "peer.db");
  makePeerFile(peerPath);
  const peer = await measureProgram(
    "bench/ingest/peer/server.ts",
    { DATABASE_URL: `file:${peerPath}` },
    { warmUp: 200, count: 10_000, maxMs: 12_000 },
  );
  console.log("ours: web and worker process …");
  const path = join(directory, "perennial.db");
  const ours = await measureOurs(directory, { url: `file:${path}`, open: () => openAppFile(path) });
  return { verifyOnly, groupCommit, peer, ours, onPostgres: await measureOnPostgres(directory) };
}

/** Peer and ours on a PostgreSQL of their own; null when it is not installed. */
async function measureOnPostgres(directory: string): Promise<Pair | null> {
  if (!isPostgresInstalled()) {
    console.log("PostgreSQL is not installed: left out (apt-get install postgresql).");
    return null;
  }
  const server = await startPostgres({ isDurable: true });
  try {
    console.log("peer on PostgreSQL …");
    const peerUrl = await makePostgres(server.url, "peer");
    await preparePeerServer(peerUrl);
    const peer = await measureProgram(
      "bench/ingest/peer/server.ts",
      { DATABASE_URL: peerUrl },
      { warmUp: 200, count: 10_000, maxMs: 12_000 },
    );
    console.log("ours on PostgreSQL: web and worker process …");
    const url = await createDatabase(server.url, "ours");
    return { peer, ours: await measureOurs(directory, { url, open: () => openAppServer(url) }) };
  } finally {
    await server.stop();
  }
}

async function measureProgram(
  entry: string,
  env: Record<string, string>,
  amounts: { warmUp: number; count: number; maxMs: number },
): Promise<Measurement> {
  const server = await startServer(entry, env);
  try {
    return await measureServer(server, amounts);
  } finally {
    await server.stop();
  }
}

function serverTable({ verifyOnly, groupCommit, peer, ours, onPostgres }: Figures): string {
  const row = (
    name: string,
    { perSecond, p50Ms, p99Ms, cpuMicrosPerRequest }: Load & Partial<Measurement>,
  ) => [
    name,
    ...[perSecond, p50Ms, p99Ms].map(formatNumber),
    cpuMicrosPerRequest === undefined ? "" : formatNumber(cpuMicrosPerRequest),
  ];
  return formatTable(
    ["server", "acknowledged/s", "p50 ms", "p99 ms", "CPU µs/request"],
    [
      row("limit A: node:http, body, HMAC", verifyOnly),
      row("limit Bg: A + raw insert, group commit", groupCommit),
      row("peer: template route, Prisma upserts", peer),
      row("ours: the door, while the worker applies", ours.acknowledged),
      row("ours: the same at half that rate", ours.halfSaturation),
      row("ours: the door alone, the worker stopped", ours.doorAlone),
      ...(onPostgres
        ? [
            row("peer on PostgreSQL", onPostgres.peer),
            row("ours on PostgreSQL: while the worker applies", onPostgres.ours.acknowledged),
            row("ours on PostgreSQL: the same at half that rate", onPostgres.ours.halfSaturation),
          ]
        : []),
    ],
  );
}

function resultsOf({ verifyOnly, groupCommit, peer, ours, onPostgres }: Figures): Result[] {
  const perSecond = (name: string, value: number) => ({ name, value, unit: "/s" });
  const beside = {
    limitA: perSecond("limit A", verifyOnly.perSecond),
    limitBg: perSecond("limit Bg", groupCommit.perSecond),
    peer: perSecond("peer", peer.perSecond),
  };
  const acknowledged = perSecond("acknowledged", ours.acknowledged.perSecond);
  const applied = perSecond("applied with aggregates", ours.appliedPerSecond);
  const micros = (name: string, value: number) => ({ name, value, unit: "µs" });
  return [
    figure(beside.limitA),
    figure(beside.limitBg),
    figure(beside.peer),
    atLeastTimes(acknowledged, beside.peer, 30),
    atLeastTimes(acknowledged, beside.limitBg, 0.6),
    atLeastTimes(applied, beside.peer, 20),
    besideOf(perSecond("acknowledged, worker stopped", ours.doorAlone.perSecond), beside.limitBg),
    figure(micros("peer CPU per delivery", peer.cpuMicrosPerRequest)),
    atMost(micros("CPU per delivery, web and worker", ours.cpuMicrosPerDelivery), 200),
    shareOfPeer(ours, peer),
    figure(micros("CPU per delivery, with all reactions", ours.cpuMicrosWithReactions)),
    figure({ name: "p99 at saturation", value: ours.acknowledged.p99Ms, unit: "ms" }),
    atMost({ name: "p99 at half saturation", value: ours.halfSaturation.p99Ms, unit: "ms" }, 25),
    ...(onPostgres ? postgresResults(onPostgres) : []),
  ];
}

/** What 200 µs were of the peer's on the machine the goal was set on: holds on slower ones, too. */
const GOAL_SHARE = 4.3;

function shareOfPeer(ours: OurMeasurement, peer: Measurement): Result {
  const value = (ours.cpuMicrosPerDelivery / peer.cpuMicrosPerRequest) * 100;
  return atMost({ name: "CPU per delivery, of the peer's", value, unit: "%" }, GOAL_SHARE);
}

function postgresResults({ peer, ours }: Pair): Result[] {
  const perSecond = (name: string, value: number) => ({ name, value, unit: "/s" });
  const peerRate = perSecond("peer on PostgreSQL", peer.perSecond);
  const applied = perSecond("applied with aggregates on PostgreSQL", ours.appliedPerSecond);
  return [
    figure(peerRate),
    besideOf(perSecond("acknowledged on PostgreSQL", ours.acknowledged.perSecond), peerRate),
    atLeastTimes(applied, peerRate, 15),
    figure({
      name: "CPU per delivery on PostgreSQL, web and worker without the server",
      value: ours.cpuMicrosPerDelivery,
      unit: "µs",
    }),
  ];
}
