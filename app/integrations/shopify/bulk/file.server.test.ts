import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { provideShopFetch } from "../shop-fetch.server";
import { readBulkPieces } from "./file.server";
import { type Line, LineCutter } from "./lines";

const FILE = '{"id":1,"name":"Zoë"}\n{"id":2}\n\n{"id":3,"name":"Łódź"}';

type Serving = { ranges: boolean; status?: number; pieceBytes: number; breakAfter?: number };

let server: Server;
let restoreFetch: () => void;
let url: string;
let serving: Serving;

beforeAll(async () => {
  restoreFetch = provideShopFetch((input, init) => fetch(input, init));
  server = createServer((request, response) => {
    const { ranges, status, pieceBytes, breakAfter } = serving;
    if (status !== undefined) return void response.writeHead(status).end();
    const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const from = ranges ? asked : 0;
    const bytes = Buffer.from(FILE).subarray(from);
    response.writeHead(from > 0 ? 206 : 200);
    void (async () => {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        if (breakAfter !== undefined && at >= breakAfter) return void response.destroy();
        response.write(bytes.subarray(at, at + pieceBytes));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.jsonl`;
});
afterAll(() => {
  restoreFetch();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  serving = { ranges: true, pieceBytes: 1_000 };
});

async function read(fromOffset = 0) {
  const ids: unknown[] = [];
  let endOffset = fromOffset;
  const cutter = new LineCutter(fromOffset);
  const take = (line: Line) => {
    ids.push((JSON.parse(line.text) as { id: number }).id);
    endOffset = line.endOffset;
  };
  for await (const piece of readBulkPieces(url, fromOffset))
    for (const line of cutter.take(piece)) take(line);
  const last = cutter.end();
  if (last) take(last);
  return { ids, endOffset };
}

describe("readBulkPieces", () => {
  const size = Buffer.byteLength(FILE);

  test.each([1, 2, 7, 1_000])(
    "reads all lines out of pieces of %i bytes, cutting no character",
    async (pieceBytes) => {
      serving.pieceBytes = pieceBytes;
      expect(await read()).toEqual({ ids: [1, 2, 3], endOffset: size });
    },
  );

  test.each([true, false])("goes on at an offset (server knows ranges: %s)", async (ranges) => {
    serving = { ranges, pieceBytes: 5 };
    const offset = Buffer.byteLength(FILE.split("\n")[0] ?? "") + 1;
    expect(await read(offset)).toEqual({ ids: [2, 3], endOffset: size });
  });

  test("reads nothing after the end", async () => {
    serving.status = 416;
    expect(await read(size)).toEqual({ ids: [], endOffset: size });
  });

  test("keeps what came before the line broke", async () => {
    serving = { ranges: true, pieceBytes: 30, breakAfter: 30 };
    const cutter = new LineCutter(0);
    const lines: string[] = [];
    const reading = (async () => {
      for await (const piece of readBulkPieces(url, 0))
        lines.push(...[...cutter.take(piece)].map(({ text }) => text));
    })();
    await expect(reading).rejects.toMatchObject({ name: "BulkFileError", isAddressDead: false });
    expect(lines[0]).toBe('{"id":1,"name":"Zoë"}');
  });

  test.each([
    [403, true],
    [404, true],
    [410, true],
    [500, false],
    [503, false],
  ])("status %i: is the address dead? %s", async (status, isAddressDead) => {
    serving.status = status;
    await expect(read()).rejects.toMatchObject({ name: "BulkFileError", isAddressDead });
  });

  test("a server that does not answer is no dead address", async () => {
    await expect(readBulkPieces("http://127.0.0.1:1/", 0).next()).rejects.toMatchObject({
      isAddressDead: false,
    });
  });
});
