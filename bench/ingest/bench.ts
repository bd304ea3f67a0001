import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startServer } from "../processes";
import { atLeastTimes, atMost, besideOf, figure, type Result } from "../result";
import { formatNumber, formatTable } from "../table";
import { makePeerDatabase } from "./databases";
import type { Load } from "./load";
import { type Measurement, measureServer } from "./measure";
import { measureOurs, type OurMeasurement } from "./ours";

type Figures = { verifyOnly: Measurement; groupCommit: Measurement; peer: Measurement; ours: OurMeasurement };

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
  makePeerDatabase(peerPath);
  const peer = await measureProgram(
    "bench/ingest/peer/server.ts",
    { DATABASE_URL: `file:${peerPath}` },
    { warmUp: 200, count: 10_000, maxMs: 12_000 },
  );
  console.log("ours: web and worker process …");
  const ours = await measureOurs(directory);
  return { verifyOnly, groupCommit, peer, ours };
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

function serverTable({ verifyOnly, groupCommit, peer, ours }: Figures): string {
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
    ],
  );
}

function resultsOf({ verifyOnly, groupCommit, peer, ours }: Figures): Result[] {
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
    figure({ name: "p99 at saturation", value: ours.acknowledged.p99Ms, unit: "ms" }),
    atMost({ name: "p99 at half saturation", value: ours.halfSaturation.p99Ms, unit: "ms" }, 25),
  ];
}
