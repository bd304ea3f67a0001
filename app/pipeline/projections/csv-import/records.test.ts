import { describe, expect, test } from "vitest";

import { type Batch, batchRecords, type Ending } from "./batches";
import { type Header, recogniseHeader } from "./columns";
import { type CsvRecord, FileProblem, readRecords } from "./records.server";

const START = { bytes: 0, lines: 0 };

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function listRecords(text: string, { size = 7, from = START } = {}): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  const bytes = Buffer.from(text).subarray(from.bytes);
  for await (const record of readRecords(inPieces(bytes, size), from)) records.push(record);
  return records;
}

describe("records", () => {
  const TEXT = '\ufeffName,Note\r\n#1,"zażółć\r\n""gęś"""\r\n\r\n#2,🐢\r\n';

  test.each([1, 2, 3, 1_000])(
    "are read from pieces of %i bytes, with the lines they begin in",
    async (size) => {
      expect((await listRecords(TEXT, { size })).map(({ cells, line }) => [line, ...cells])).toEqual([
        [1, "Name", "Note"],
        [2, "#1", 'zażółć\r\n"gęś"'],
        [5, "#2", "🐢"],
      ]);
    },
  );

  test("can be read on from the end of any of them", async () => {
    const all = await listRecords(TEXT);
    for (const [index, { end }] of all.entries()) {
      const rest = await listRecords(TEXT, { from: end });
      expect(rest).toEqual(all.slice(index + 1));
    }
    expect(all.at(-1)?.end.bytes).toBe(Buffer.byteLength(TEXT));
  });

  test.each([
    ['a,b\n"c,1\nd,2\n', "file-cut", 2],
    ['a,b\nc,1\n"d"x,2\n', "broken-quotes", 3],
    [`a,b\n"${"x".repeat(1_100_000)}`, "row-too-long", 2],
  ])("of a broken file end with where it is broken", async (text, code, line) => {
    const problem = await listRecords(text, { size: 50_000 }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(FileProblem);
    expect(problem).toMatchObject({ code, line });
  });
});

describe("letters of another encoding", () => {
  const read = async (file: Buffer, size: number) => {
    const names: string[] = [];
    try {
      for await (const { cells } of readRecords(inPieces(file, size), START)) names.push(cells[1] ?? "");
      return { names, problem: null };
    } catch (problem) {
      return { names, problem };
    }
  };
  const inWindows1250 = (text: string) =>
    Buffer.from(text.replaceAll("ł", "\u00b3").replaceAll("ó", "\u00f3"), "latin1");

  test.each([1, 5, 1_000])("end the records with their line, read from pieces of %i bytes", async (size) => {
    const file = inWindows1250('#1,Ada\n#2,"two\nlines"\n#3,Rafał Wójcik\n#4,Eve\n');
    const { names, problem } = await read(file, size);
    expect(names).toEqual(["Ada", "two\nlines"]);
    expect(problem).toMatchObject({ code: "not-utf8", line: 4 });
  });

  test("are not seen in a file that is UTF-8, whatever sign stands in it", async () => {
    const file = Buffer.from("#1,spoilt by the store \ufffd\n#2,żółć 🐢\n");
    expect(await read(file, 3)).toEqual({ names: ["spoilt by the store \ufffd", "żółć 🐢"], problem: null });
  });
});

describe("batches of orders", () => {
  const TITLES = ["Name", "Financial Status", "Currency", "Total", "Created at", "Lineitem name"];
  const header = (): Header => {
    const reading = recogniseHeader(TITLES);
    if (reading.kind === "refused") throw new Error(reading.code);
    return reading.header;
  };
  const order = (name: string, line = "Tea") => `${name},paid,EUR,5.00,2024-01-01 10:00:00 +0000,${line}\n`;
  const more = (name: string, line = "Cup") => `${name},,,,,${line}\n`;

  async function batchesOf(
    text: string,
    size: number,
  ): Promise<{ batches: Batch[]; ending: Ending; error: unknown }> {
    const batches: Batch[] = [];
    const ending: Ending = { brokenLine: null };
    let failure: unknown = null;
    const records = readRecords(inPieces(Buffer.from(text), 64), START);
    try {
      for await (const batch of batchRecords(records, { header: header(), size, ending }))
        batches.push(batch);
    } catch (error) {
      failure = error;
    }
    return { batches, ending, error: failure };
  }
  const shape = ({ groups }: Batch) => groups.map((group) => group.map(({ line }) => line));

  test("end where an order ends, and say where the file goes on", async () => {
    const text = order("#1") + more("#1") + order("#2") + order("#3") + more("#3") + more("#3");
    const { batches } = await batchesOf(text, 1);
    expect(batches.map(shape)).toEqual([[[1, 2]], [[3]], [[4, 5, 6]]]);
    expect(batches.map(({ end }) => end.lines)).toEqual([2, 3, 6]);
    expect(batches.map(({ rowCount }) => rowCount)).toEqual([2, 1, 3]);
    expect(text.slice(0, batches[1]?.end.bytes)).toBe(order("#1") + more("#1") + order("#2"));
  });

  test("two orders of the same name side by side stay two: each has its figures", async () => {
    const { batches } = await batchesOf(order("#1") + order("#1"), 10);
    expect(batches.map(shape)).toEqual([[[1], [2]]]);
  });

  test("rows without an order before them, and rows of another width, are named and break no order", async () => {
    const text = more("#0") + order("#1") + "#1,,\n" + more("#1") + more("#9");
    const { batches } = await batchesOf(text, 10);
    expect(batches.map(shape)).toEqual([[[2, 4]]]);
    expect(batches[0]?.problems).toEqual([
      { line: 1, column: "Name", value: "#0", reason: "no-first-row", params: {} },
      { line: 3, column: null, value: null, reason: "columns", params: { expected: 6, got: 3 } },
      { line: 5, column: "Name", value: "#9", reason: "no-first-row", params: {} },
    ]);
    expect(batches[0]?.rowCount).toBe(5);
  });

  test("of a file that breaks off hold what was whole before; the order being read is dropped", async () => {
    const { batches, error } = await batchesOf(`${order("#1")}${order("#2")}${order("#3")}#4,"pa`, 2);
    expect(batches.flatMap(shape)).toEqual([[1], [2]]);
    expect(error).toMatchObject({ code: "file-cut", line: 4 });
  });

  test("a last row that is too short is told, as the file may be cut there", async () => {
    expect((await batchesOf(`${order("#1")}#2,pa`, 2)).ending).toEqual({ brokenLine: 2 });
    expect((await batchesOf(`${order("#1")}#2,pa\n${order("#3")}`, 2)).ending).toEqual({ brokenLine: null });
  });
});
