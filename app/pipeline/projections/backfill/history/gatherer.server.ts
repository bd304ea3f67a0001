import type { BulkLine } from "~/integrations/shopify/bulk/schema";
import type { Line } from "~/integrations/shopify/bulk/lines";

import type { Change } from "../../batch/change";
import { PayloadProblem } from "../../outcome";
import type { Batch, ReadingTask } from "./batch";
import { type Family, type Preparation, preparationOf } from "./prepare.server";
import { openStrays, type Strays } from "./strays.server";

type Entry = Family & { endOffset: number };
type StrayLine = { parentGid: string; json: string; endOffset: number };

/**
 * Gathers lines of a bulk file into batches: parents with the children that stand near them.
 *
 * A batch ends where a parent begins, so that children right behind their parent come with it. Children whose parent is
 * not in their batch are kept aside, in a file.
 */
export class Gatherer {
  private entries: Entry[] = [];
  private byGid = new Map<string, Entry>();
  private strays: StrayLine[] = [];
  private endOffset: number;
  private count = 0;
  private readonly store: Strays;
  private readonly preparation: Preparation<Change>;
  private readonly changes = new Map<number, Change[]>();

  constructor(private readonly task: ReadingTask) {
    this.endOffset = task.fromOffset;
    this.store = openStrays(task.straysPath);
    this.store.forgetAfter(task.fromOffset);
    this.preparation = preparationOf(task.resource, task) as Preparation<Change>;
  }

  /**
   * Adds a line.
   *
   * @returns the batch that was full before it; null as long as none is.
   * @throws Error for a line that is no JSON object.
   */
  add({ text, endOffset }: Line): Promise<Batch> | null {
    const line = parseLine(text, endOffset);
    const { __parentId: parentGid } = line;
    if (parentGid !== undefined) {
      const parent = this.byGid.get(parentGid);
      if (parent) parent.children.push(line);
      else this.strays.push({ parentGid, json: text, endOffset });
      this.endOffset = endOffset;
      return null;
    }
    const gid = line.id ?? "";
    const isFull = this.entries.length >= this.task.parentsPerBatch || this.byGid.has(gid);
    const batch = isFull ? this.close() : null;
    const entry = { parent: line, children: [], endOffset };
    this.entries.push(entry);
    this.byGid.set(gid, entry);
    this.endOffset = endOffset;
    return batch;
  }

  /** The last batch, of what is left. Its end is the end of the file, even when it holds nothing. */
  end(): Promise<Batch> {
    return this.close();
  }

  /** What the batch tells, for when its statements cannot be used. */
  changesOf(no: number): Change[] {
    return this.changes.get(no) ?? [];
  }

  /** The batch is stored. */
  forget(no: number): void {
    this.changes.delete(no);
  }

  dispose(): void {
    this.store.close();
  }

  /** What is gathered is taken before the first wait, so that lines may be added meanwhile. */
  private async close(): Promise<Batch> {
    const { entries, endOffset, preparation } = this;
    const { changes, skipped } = this.understand(entries);
    if (this.task.resource === "orders") this.keepStrays(changes);
    this.entries = [];
    this.byGid = new Map();
    const no = this.count++;
    this.changes.set(no, changes);
    return {
      no,
      endOffset,
      parentCount: entries.length,
      ids: preparation.idsOf(changes),
      mentions: preparation.mentionsOf(changes),
      statements: await preparation.statementsOf(changes),
      skipped,
    };
  }

  private understand(entries: readonly Entry[]): { changes: Change[]; skipped: Batch["skipped"] } {
    const skipped = { count: 0, example: "" };
    const changes: Change[] = [];
    for (const entry of entries) {
      try {
        changes.push(this.preparation.changeOf(entry));
      } catch (error) {
        if (!(error instanceof PayloadProblem)) throw error;
        const { path, message } = error.problem;
        skipped.count += 1;
        skipped.example = `${path}: ${message}`;
      }
    }
    return { changes, skipped };
  }

  private keepStrays(changes: readonly Change[]): void {
    const idOf = (gid: string) => `${this.task.shop.id}_${gid.slice(gid.lastIndexOf("/") + 1)}`;
    this.store.addParents(
      changes.flatMap((change) =>
        change.resource === "order" && change.kind === "order"
          ? [
              {
                id: change.id,
                version: change.version,
                endOffset: this.byGid.get(change.gid)?.endOffset ?? 0,
              },
            ]
          : [],
      ),
    );
    if (this.strays.length === 0) return;
    this.store.addChildren(
      this.strays.map(({ parentGid, json, endOffset }) => ({ parentId: idOf(parentGid), json, endOffset })),
    );
    this.strays = [];
  }
}

function parseLine(text: string, endOffset: number): BulkLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null; // The parser's message would quote the line, and with it a person.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(
      `expected a JSON object in every line of a bulk file, not so in the one before byte ${endOffset}`,
    );
  }
  return value as BulkLine;
}
