/** Limit Bg: limit A, and the raw body on disk before it is answered, concurrent ones in one commit. */
import type { IncomingHttpHeaders } from "node:http";

import Database from "better-sqlite3";

import { serveSignedBodies } from "./signed-body";

type Waiting = { id: string; body: Buffer; resolve: () => void };

const database = new Database(process.env.LIMIT_DATABASE ?? "");
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(
  `CREATE TABLE delivery (id TEXT PRIMARY KEY, topic TEXT, shop TEXT, receivedAt INTEGER, body TEXT) STRICT`,
);
const insert = database.prepare("INSERT INTO delivery VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

let waiting: Waiting[] = [];

const writeGroup = database.transaction((group: readonly Waiting[]) => {
  for (const { id, body } of group)
    insert.run(id, "orders/create", "demo-shop", Date.now(), body.toString("utf8"));
});

function commit(): void {
  const group = waiting;
  waiting = [];
  writeGroup(group);
  for (const { resolve } of group) resolve();
}

function keep(body: Buffer, headers: IncomingHttpHeaders): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ id: String(headers["x-shopify-webhook-id"]), body, resolve });
  });
}

serveSignedBodies(keep);
