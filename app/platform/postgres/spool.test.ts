import { randomBytes } from "node:crypto";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { provideKeys } from "../sealed.server";
import type { Spool } from "../spool";
import { openPostgresSpool } from "./spool.server";

/** A line to a server that can go dead: bytes are taken and lead nowhere, as when a machine loses its power. */
async function openLine(to: string) {
  const { hostname, port } = new URL(to);
  let isSilent = false;
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    sockets.push(near, far);
    for (const [from, onto] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => void (isSilent || onto.write(bytes)));
      from.on("error", () => onto.destroy());
      from.on("close", () => onto.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(to);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    silence: () => void (isSilent = true),
    restore: () => void (isSilent = false),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const OLD = { id: "old", key: randomBytes(32) };
const NEW = { id: "new", key: randomBytes(32) };
const LOOKUP = randomBytes(32);

// SQLite has a file: sqlite/spool.test.ts.
describe.skipIf(isOnSqlite())("the spool of PostgreSQL", () => {
  let testDb: TestDb;
  let spool: Spool;
  let other: Spool;
  beforeEach(async () => {
    provideKeys([OLD], LOOKUP);
    testDb = await createTestDb();
    spool = openPostgresSpool(testDb.url);
    other = openPostgresSpool(testDb.url);
  });
  afterEach(async () => {
    await spool.close();
    await other.close();
    await testDb.close();
  });

  const append = (text: string, count = 1) => spool.append([Buffer.from(text)], count);
  const textsOf = async (from: Spool, entries = 100) =>
    (await from.oldest(entries)).map(({ content }) => content.toString());

  test("groups come whole and in their order, no more entries than asked for, but one group at least", async () => {
    await append("of three", 3);
    await append("of two", 2);
    await append("of one");
    expect(await textsOf(spool, 5)).toEqual(["of three", "of two"]);
    expect(await textsOf(spool, 4)).toEqual(["of three"]);
    expect(await textsOf(spool, 1)).toEqual(["of three"]);
    expect(await spool.count()).toBe(6);
  });

  test("groups of more bytes than come in one piece are read whole", async () => {
    const large = [randomBytes(3_000_000), randomBytes(70_000), randomBytes(1)];
    for (const bytes of large) await spool.append([bytes], 1);
    const read = (await spool.oldest(100)).map(({ content }) => content);
    expect(read.map((content, index) => content.equals(large[index] ?? Buffer.alloc(0)))).toEqual(
      large.map(() => true),
    );
  });

  test("whoever adds hears within seconds that the server fell silent, and is served once it is back", async () => {
    const line = await openLine(testDb.url);
    const over = openPostgresSpool(line.url);
    await over.append([Buffer.from("before")], 1);
    line.silence();
    await expect(over.append([Buffer.from("meanwhile")], 1)).rejects.toThrow(/timeout/i);
    await expect(over.append([Buffer.from("on a new connection")], 1)).rejects.toThrow(/timeout/i);
    line.restore();
    await over.append([Buffer.from("after")], 1);
    expect(await textsOf(spool)).toEqual(["before", "after"]);
    await over.close();
    line.close();
  }, 30_000);

  test("what one takes over another does not get, until the first is gone without having removed it", async () => {
    await append("first");
    expect(await textsOf(spool)).toEqual(["first"]);
    await other.append([Buffer.from("second")], 1);
    expect(await textsOf(other)).toEqual(["second"]);
    // Whoever only looks is kept from nothing.
    expect((await other.peek())?.toString()).toBe("first");
    await other.remove((await other.oldest(1)).map(({ id }) => id));
    await spool.close();
    spool = openPostgresSpool(testDb.url);
    expect(await textsOf(other)).toEqual(["first"]);
  });

  test("what the old key sealed can be read after sealing anew without the old one", async () => {
    await append("before");
    provideKeys([NEW, OLD], LOOKUP);
    await append("after");
    expect(await spool.reseal("new")).toBe(1);
    expect(await spool.reseal("new")).toBe(0);
    provideKeys([NEW], LOOKUP);
    expect(await textsOf(spool)).toEqual(["before", "after"]);
  });
});
