import { CsvError, parse, type Parser } from "csv-parse";

/** A record of a CSV file. */
export type CsvRecord = {
  cells: string[];
  /** Line of the file it begins in, the first is 1. */
  line: number;
  /** Where the file goes on after it. */
  end: { bytes: number; lines: number };
};

export type FileProblemCode =
  "file-cut" | "broken-quotes" | "row-too-long" | "not-csv" | "not-utf8" | "empty-file";

/** The file itself is not usable from a line on. */
export class FileProblem extends Error {
  constructor(
    readonly code: FileProblemCode,
    readonly line: number,
    readonly value: string | null = null,
  ) {
    super(`${code} at line ${line}`);
    this.name = "FileProblem";
  }
}

/** A quote that is never closed would otherwise swallow the rest of the file. */
const MOST_RECORD_CHARACTERS = 1_000_000;

/**
 * The records of a CSV file: quoted line breaks, CRLF and a byte order mark as Shopify and spreadsheets write them; empty
 * lines are left out. Memory holds one chunk, however large the file is.
 *
 * @param chunks The file's bytes from `from.bytes` on, which must be the end of a record.
 * @throws FileProblem where the file breaks off, its quotes do not match, or its letters are not those of UTF-8.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  from: { bytes: number; lines: number },
): AsyncGenerator<CsvRecord, void> {
  let line = from.lines + 1;
  let read: CsvRecord[] = [];
  // Not by the parser's own stream: on an error it forgets the records that were not fetched yet.
  const parser = parse({
    bom: from.bytes === 0,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_RECORD_CHARACTERS,
    on_record: (cells: string[], { bytes, lines }) => {
      const end = { bytes: from.bytes + bytes, lines: from.lines + lines };
      read.push({ cells, line, end });
      line = end.lines + 1;
      return null;
    },
  });
  parser.on("error", () => undefined); // Told by `feed`.
  parser.resume();
  const isUtf8 = utf8Check();
  let isReadable = true;
  const take = () => {
    const taken = read;
    read = [];
    return isReadable ? taken : untilStrange(taken);
  };
  for await (const chunk of chunks) {
    isReadable &&= isUtf8(chunk);
    const error = await feed(parser, chunk);
    yield* take();
    if (error) throw problemOf(error, line);
  }
  const error = await feed(parser, null);
  yield* take();
  if (error) throw problemOf(error, line);
}

/**
 * Records up to the first one in which the parser put a sign where bytes are no letter: a spreadsheet has saved "Łódź" in
 * the encoding of its own machine.
 */
function* untilStrange(records: readonly CsvRecord[]): Generator<CsvRecord, void> {
  for (const record of records) {
    if (record.cells.some((cell) => cell.includes("\ufffd"))) throw new FileProblem("not-utf8", record.line);
    yield record;
  }
}

/** Whether the pieces of a file are UTF-8 up to and with this one, which may end in the middle of a letter. */
function utf8Check(): (piece: Uint8Array) => boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (piece) => {
    try {
      decoder.decode(piece, { stream: true });
      return true;
    } catch {
      return false;
    }
  };
}

/** Hands on a piece of the file, or its end (null). @returns what is wrong with it. */
function feed(parser: Parser, chunk: Uint8Array | null): Promise<Error | null> {
  return new Promise((resolve) => {
    const settle = (error?: Error | null) => resolve(error ?? null);
    if (chunk) parser.write(chunk, settle);
    else parser.end(settle);
  });
}

function problemOf(error: Error, line: number): Error {
  const code = error instanceof CsvError ? error.code : null;
  if (code === null) return error;
  if (code === "CSV_QUOTE_NOT_CLOSED") return new FileProblem("file-cut", line);
  if (code === "CSV_MAX_RECORD_SIZE") return new FileProblem("row-too-long", line);
  return new FileProblem("broken-quotes", line);
}
