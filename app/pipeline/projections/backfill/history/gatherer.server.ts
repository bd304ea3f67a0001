import type { Line } from "~/integrations/shopify/bulk/lines";

import type { Change } from "../../batch/change";
import { PayloadProblem } from "../../outcome";
import type { Batch, ReadingTask } from "./batch";
import { placeOf } from "./line";
import { Mentions } from "./mentions";
import { type Family, type Preparation, preparationOf, type Understood } from "./prepare.server";
import { RowSink } from "./rows/sink";
import { openStrays, type Strays } from "./strays.server";

type StrayLine = { parentGid: string; json: string; endOffset: number };
type Understanding = { understood: (Understood & { endOffset: number })[]; skipped: Batch["skipped"] };

/**
 * Gathers lines of a bulk file into batches: parents with the children that stand near them.
 *
 * A batch ends where a parent begins, so that children right behind their parent come with it. Children whose parent is
 * not in their batch are kept aside, in a file.
 */
export class Gatherer {
  private families: Family[] = [];
  private byGid = new Map<string, Family>();
  private strays: StrayLine[] = [];
  private endOffset: number;
  private count = 0;
  private readonly store: Strays;
  private readonly preparation: Preparation;
  private readonly mentions = new Mentions();
  private readonly sink = new RowSink();
  /** Of batches that are not stored yet. */
  private readonly kept = new Map<number, Family[]>();

  constructor(private readonly task: ReadingTask) {
    this.endOffset = task.fromOffset;
    this.store = openStrays(task.straysPath);
    this.store.forgetAfter(task.fromOffset);
    this.preparation = preparationOf(task.resource, task);
  }

  /**
   * Adds a line.
   *
   * @returns the batch that was full before it; null as long as none is.
   * @throws Error for a line that is no JSON object.
   */
  add(line: Line): Batch | null {
    const { gid, parentGid } = placeOf(line, this.task.resource);
    if (parentGid !== null) {
      const parent = this.byGid.get(parentGid);
      if (parent) parent.children.push(line);
      else this.strays.push({ parentGid, json: line.text, endOffset: line.endOffset });
      this.endOffset = line.endOffset;
      return null;
    }
    const isFull = this.families.length >= this.task.parentsPerBatch || this.byGid.has(gid);
    const batch = isFull ? this.close() : null;
    const family = { parent: line, children: [] };
    this.families.push(family);
    this.byGid.set(gid, family);
    this.endOffset = line.endOffset;
    return batch;
  }

  /** The last batch, of what is left. Its end is the end of the file, even when it holds nothing. */
  end(): Batch {
    return this.close();
  }

  /** What the batch tells, for when its rows cannot be used. */
  changesOf(no: number): Change[] {
    return (this.kept.get(no) ?? []).map((family) => this.preparation.changeOf(family));
  }

  /** The batch is stored. */
  forget(no: number): void {
    this.kept.delete(no);
  }

  dispose(): void {
    this.store.close();
  }

  private close(): Batch {
    const { families, endOffset, task } = this;
    this.families = [];
    this.byGid = new Map();
    const no = this.count++;
    const { understood, skipped } = this.understand(families, no);
    if (task.resource === "orders") this.keepStrays(understood);
    const mentions = understood.flatMap(({ mention }) =>
      mention && this.mentions.isNew(mention) ? [mention] : [],
    );
    const rows = this.sink.take(task.dialect);
    return { no, endOffset, parentCount: families.length, rows, mentions, skipped };
  }

  private understand(families: readonly Family[], no: number): Understanding {
    const skipped = { count: 0, example: "" };
    const understood: Understanding["understood"] = [];
    const kept: Family[] = [];
    for (const family of families) {
      try {
        const record = this.preparation.addRows(this.sink, family);
        understood.push({ ...record, endOffset: family.parent.endOffset });
        kept.push(family);
      } catch (error) {
        if (!(error instanceof PayloadProblem)) throw error;
        const { path, message } = error.problem;
        skipped.count += 1;
        skipped.example = `${path}: ${message}`;
      }
    }
    this.kept.set(no, kept);
    return { understood, skipped };
  }

  private keepStrays(parents: Understanding["understood"]): void {
    this.store.addParents(parents);
    if (this.strays.length === 0) return;
    const idOf = (gid: string) => `${this.task.shop.id}_${gid.slice(gid.lastIndexOf("/") + 1)}`;
    this.store.addChildren(
      this.strays.map(({ parentGid, json, endOffset }) => ({ parentId: idOf(parentGid), json, endOffset })),
    );
    this.strays = [];
  }
}
