import { closeSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import type { Dialect } from "~/platform/sql/dialect";
import type { NewRows, PackedValues, RowsOfTable } from "~/platform/sql/packed-rows";
import { databaseImage, type PagePool, RowTooLarge } from "~/platform/sqlite/image";

const MARK = "-rows-";

/** Hands rows over to the thread that stores them: on PostgreSQL as they are, on SQLite as a file to be attached. */
export class Handover {
  private readonly pool: PagePool = [];

  /** @param path Begins the names of files. */
  constructor(
    private readonly path: string,
    private readonly dialect: Dialect,
  ) {
    removeHandedOver(path);
  }

  /** @returns null when a row is too large for it. */
  rowsOf(no: number, tables: readonly PackedValues[]): NewRows | null {
    if (this.dialect === "postgresql") return { kind: "copy", tables: tables.map(withoutEnds) };
    try {
      const path = this.fileOf(no);
      const pages = databaseImage(tables, this.pool);
      writePages(path, pages);
      this.pool.push(...pages);
      return { kind: "file", path, tables: tables.map(namesOf) };
    } catch (error) {
      if (error instanceof RowTooLarge) return null;
      throw error;
    }
  }

  /** The batch is stored. */
  forget(no: number): void {
    if (this.dialect === "sqlite") rmSync(this.fileOf(no), { force: true });
  }

  private fileOf(no: number): string {
    return `${this.path}${MARK}${no}`;
  }
}

/** Removes what a crash left. */
export function removeHandedOver(path: string): void {
  for (const name of readdirSync(dirname(path)))
    if (name.startsWith(basename(path) + MARK)) rmSync(join(dirname(path), name), { force: true });
}

function namesOf({ table, columns, rowCount }: PackedValues): RowsOfTable {
  return { table, columns, rowCount };
}

function withoutEnds(packed: PackedValues) {
  return { ...namesOf(packed), bytes: packed.bytes };
}

function writePages(path: string, pages: readonly Uint8Array[]): void {
  const file = openSync(path, "w", OWNER_ONLY);
  try {
    for (const page of pages)
      if (writeSync(file, page) !== page.byteLength) throw new Error("the disk is full");
  } finally {
    closeSync(file);
  }
}

const OWNER_ONLY = 0o600;
