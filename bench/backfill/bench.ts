import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { isPostgresInstalled, startPostgres } from "../../scripts/postgres/server";
import { atLeastTimes, atMost, besideOf, figure, type Result } from "../result";
import { formatNumber, formatTable } from "../table";
import { type Files, makeFiles } from "./data";
import { measureOurs, type OurLoad } from "./ours";
import { makePostgres, measurePostgresLimit } from "./postgres";
import { makeSqlite, measureSqliteLimit } from "./sqlite";

const ORDERS = 1_000_000;
/** Of each of two runs, before ours and after it: other work on the machine comes and goes. */
const PEER_SAMPLE = 25_000;
const GOAL = 20;
const MOST_MEGABYTES = 300;

/** Seconds for all orders; what of them are inserts. */
type Peer = { seconds: number; insertSeconds: number };
type Figures = { database: string; ours: OurLoad; peer: Peer; limitSeconds: number | null };

/** Backfill: our loading of a shop's bulk files beside Prisma's createMany and the databases' own import. */
export async function benchBackfill(): Promise<Result[]> {
  const files = await makeFiles(orderCount());
  const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  try {
    const figures = [await onSqlite(directory, files)];
    if (isPostgresInstalled()) figures.push(await onPostgres(directory, files));
    else console.log("PostgreSQL is not installed: left out.");
    console.log(`\n${table(files, figures)}\n`);
    return figures.flatMap((measured) => resultsOf(files, measured));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function orderCount(): number {
  const { values } = parseArgs({ options: { orders: { type: "string" } }, allowPositionals: true });
  const count = Number(values.orders ?? ORDERS);
  if (Number.isSafeInteger(count) && count >= 1_000) return count;
  throw new Error(`--orders ${values.orders ?? ""}: expected a whole number from 1000 on, such as 100000`);
}

async function onSqlite(directory: string, files: Files): Promise<Figures> {
  const loaded = join(directory, "ours.db");
  console.log("SQLite, peer: createMany …");
  const before = measurePeer(makeSqlite(join(directory, "peer-1.db")), files);
  console.log("SQLite, ours …");
  const ours = await measureOurs(makeSqlite(loaded), files);
  console.log("SQLite, limit: .import and indexes …");
  const limitSeconds = measureSqliteLimit({ loaded, directory });
  if (limitSeconds === null) console.log("The sqlite3 shell is not installed: no limit.");
  console.log("SQLite, peer again …");
  const after = measurePeer(makeSqlite(join(directory, "peer-2.db")), files);
  return { database: "SQLite", ours, peer: middleOf(before, after), limitSeconds };
}

async function onPostgres(directory: string, files: Files): Promise<Figures> {
  const server = await startPostgres({ isDurable: true });
  try {
    console.log("PostgreSQL, peer: createMany …");
    const before = measurePeer(await makePostgres(server.url, "peer1"), files);
    console.log("PostgreSQL, ours …");
    const loaded = await makePostgres(server.url, "ours");
    const ours = await measureOurs(loaded, files);
    console.log("PostgreSQL, limit: COPY and indexes …");
    const limitSeconds = await measurePostgresLimit({ server: server.url, loaded, directory });
    console.log("PostgreSQL, peer again …");
    const after = measurePeer(await makePostgres(server.url, "peer2"), files);
    return { database: "PostgreSQL", ours, peer: middleOf(before, after), limitSeconds };
  } finally {
    await server.stop();
  }
}

/** Seconds for all orders, scaled from a sample: indexes grow slower to write to the larger they are, so it is too few. */
function measurePeer(databaseUrl: string, files: Files): Peer {
  const sample = Math.min(PEER_SAMPLE, files.counts.orders);
  const said = execFileSync(process.execPath, ["--import", "tsx", "bench/backfill/peer.ts"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      ORDERS_FILE: files.orders,
      CUSTOMERS_FILE: files.customers,
      SAMPLE: String(sample),
    },
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  const { orders, ...peer } = JSON.parse(said.trim().split("\n").at(-1) ?? "") as Peer & { orders: number };
  const times = files.counts.orders / orders;
  return { seconds: peer.seconds * times, insertSeconds: peer.insertSeconds * times };
}

function middleOf(one: Peer, other: Peer): Peer {
  return {
    seconds: (one.seconds + other.seconds) / 2,
    insertSeconds: (one.insertSeconds + other.insertSeconds) / 2,
  };
}

function table({ counts, bytes }: Files, figures: readonly Figures[]): string {
  const sample = Math.min(PEER_SAMPLE, counts.orders);
  const seconds = (value: number | null) => (value === null ? "–" : formatNumber(value));
  const rows = figures.flatMap(({ database, ours, peer, limitSeconds }) => [
    [`${database}, limit: import of ready rows, then indexes`, seconds(limitSeconds)],
    [`${database}, ours: from JSONL, with aggregates and indexes`, seconds(ours.seconds)],
    [`  customers / orders / aggregates`, partsOf(ours).map(formatNumber).join(" / ")],
    [
      `${database}, peer: createMany, twice ${sample.toLocaleString("en")} orders, scaled linearly`,
      seconds(peer.seconds),
    ],
    [`  of it inserts`, seconds(peer.insertSeconds)],
  ]);
  const title = `${formatNumber(counts.orders)} orders, ${formatNumber(counts.lines)} lines, ${formatNumber(counts.customers)} customers, ${formatNumber(bytes / 1e6)} MB`;
  return formatTable([title, "s"], rows);
}

function partsOf({ customerSeconds, orderSeconds, aggregateSeconds }: OurLoad): number[] {
  return [customerSeconds, orderSeconds, aggregateSeconds];
}

function resultsOf({ counts }: Files, { database, ours, peer, limitSeconds }: Figures): Result[] {
  const rate = (name: string, seconds: number) => ({
    name: `${database}, ${name}`,
    value: counts.orders / seconds,
    unit: "orders/s",
  });
  const ourRate = rate("ours", ours.seconds);
  const peerRate = rate("peer", peer.seconds);
  const insertRate = rate("peer's inserts alone", peer.insertSeconds);
  const memory = { name: `${database}, ours, peak memory`, value: ours.peakMegabytes, unit: "MB" };
  const cpu = {
    name: `${database}, ours, CPU of the process`,
    value: (ours.cpuSeconds * 1_000_000) / counts.orders,
    unit: "µs/order",
  };
  const beside = limitSeconds === null ? [] : [rate("limit", limitSeconds)];
  return [
    ...beside.map(figure),
    figure(peerRate),
    atLeastTimes(ourRate, peerRate, GOAL),
    besideOf(ourRate, insertRate),
    ...beside.map((limit) => besideOf(ourRate, limit)),
    figure(cpu),
    atMost(memory, MOST_MEGABYTES),
  ];
}
