import type { Line } from "~/integrations/shopify/bulk/lines";

import type { Change } from "../../batch/change";
import type { CustomerChange } from "../../customers/schema";
import { PayloadProblem } from "../../outcome";
import type { Batch, ReadingTask } from "./batch";
import { Handover } from "./handover.server";
import { KeptBytes } from "./kept-bytes";
import { placeOf } from "./line";
import { Seen } from "./numbers";
import {
  type Family,
  type Mention,
  type Preparation,
  preparationOf,
  type Understood,
} from "./prepare.server";
import { RowSink } from "./rows/sink";
import { openStrays, type Strays } from "./strays.server";

type Parent = Pick<Understood, "id" | "money">;
type StrayLine = { parentNumber: string; json: string; endOffset: number };
type Range = { from: number; to: number };

/** Customers whose mention has been handed on. */
const MOST_MENTIONED = 200_000;

/**
 * Gathers lines of a bulk file into batches: parents with the children that stand near them.
 *
 * A batch ends where a parent begins, so that children right behind their parent come with it. Children whose parent is
 * not in their batch are kept aside, in a file.
 */
export class Gatherer {
  /** Of this batch, by `keyOfGid`; null for those that were not understood. */
  private parents = new Map<number | string, Parent | null>();
  private strays: StrayLine[] = [];
  private mentions: CustomerChange[] = [];
  private skipped = { count: 0, example: "" };
  /** Rows of a family were added of which a part was not understood then. */
  private isSpoilt = false;
  private range: Range;
  private count = 0;
  private readonly bytes: KeptBytes;
  private readonly store: Strays;
  private readonly preparation: Preparation;
  private readonly named = new Seen(MOST_MENTIONED);
  private readonly addressed = new Seen(MOST_MENTIONED);
  private readonly sink: RowSink;
  private readonly handover: Handover;
  /** Of batches that are not stored yet. */
  private readonly ranges = new Map<number, Range>();

  constructor(private readonly task: ReadingTask) {
    const { resource, fromOffset, straysPath, dialect } = task;
    this.range = { from: fromOffset, to: fromOffset };
    this.bytes = new KeptBytes(fromOffset);
    this.store = openStrays(straysPath);
    this.store.forgetAfter(fromOffset);
    this.preparation = preparationOf(resource, task);
    this.sink = new RowSink(dialect === "postgresql");
    this.handover = new Handover(straysPath, dialect);
  }

  /** Keeps a piece of the file, before its lines are added, for when a batch is asked for again. */
  keep(piece: Uint8Array<ArrayBuffer>): void {
    this.bytes.add(piece);
  }

  /**
   * Adds a line.
   *
   * @returns the batch that was full before it; null as long as none is.
   * @throws Error for a line that is no JSON object.
   */
  add(line: Line): Batch | null {
    const { isChild, key } = placeOf(line, this.task.resource);
    if (isChild) {
      this.addChild(line, key);
      this.range.to = line.endOffset;
      return null;
    }
    const isFull = this.parents.size >= this.task.parentsPerBatch || this.parents.has(key);
    const batch = isFull ? this.close() : null;
    this.parents.set(key, this.addParent(line));
    this.range.to = line.endOffset;
    return batch;
  }

  /** The last batch, of what is left. Its end is the end of the file, even when it holds nothing. */
  end(): Batch {
    return this.close();
  }

  /** What the batch tells, for when its rows cannot be used. */
  changesOf(no: number): Change[] {
    const range = this.ranges.get(no);
    // What is not understood was counted before.
    return this.familiesOf(range).flatMap(
      (family) => understood(() => this.preparation.changeOf(family)).value ?? [],
    );
  }

  /** The batch is stored. @returns memory of pieces that are not needed any more. */
  forget(no: number): ArrayBuffer[] {
    const freed = this.bytes.forgetBefore(this.ranges.get(no)?.to ?? 0);
    this.ranges.delete(no);
    this.handover.forget(no);
    return freed;
  }

  dispose(): void {
    this.store.close();
  }

  private addParent(line: Line): Parent | null {
    const parent = this.attempt(() => this.preparation.addParent(this.sink, line));
    if (!parent) return null;
    const { id, version, money, mention } = parent;
    if (this.task.resource === "orders")
      this.store.addParent({ number: numberOf(id), version, endOffset: line.endOffset });
    if (mention && this.isNew(mention)) this.mentions.push(mention.change());
    return { id, money };
  }

  private addChild(line: Line, key: number | string): void {
    const parent = this.parents.get(key);
    if (parent === undefined)
      this.strays.push({ parentNumber: numberOf(String(key)), json: line.text, endOffset: line.endOffset });
    else if (parent && !this.attempt(() => (this.preparation.addChild(this.sink, line, parent), true)))
      this.isSpoilt = true;
  }

  /** With an address a mention says more than without; else all of a customer say the same. */
  private isNew({ key, isAddressed }: Mention): boolean {
    return (isAddressed ? this.addressed : this.named).isFirst(key);
  }

  /** Null, and counted, for what cannot be understood. */
  private attempt<T>(work: () => T): T | null {
    const { value, problem } = understood(work);
    if (!problem) return value;
    this.skipped = { count: this.skipped.count + 1, example: `${problem.path}: ${problem.message}` };
    return null;
  }

  private close(): Batch {
    const { range, parents, mentions } = this;
    const no = this.count++;
    this.ranges.set(no, range);
    if (this.isSpoilt) this.addWholeFamilies(range);
    this.store.flush(this.strays);
    const batch = {
      no,
      endOffset: range.to,
      parentCount: parents.size,
      rows: this.handover.rowsOf(no, this.sink.take()),
      mentions,
      skipped: this.skipped,
    };
    this.range = { from: range.to, to: range.to };
    this.parents = new Map();
    this.strays = [];
    this.mentions = [];
    this.skipped = { count: 0, example: "" };
    this.isSpoilt = false;
    return batch;
  }

  /** The rows of the batch anew, of families that are understood with all of their children. */
  private addWholeFamilies(range: Range): void {
    const { sink, preparation } = this;
    sink.take();
    this.skipped = { count: 0, example: "" };
    for (const family of this.familiesOf(range)) {
      if (!this.attempt(() => preparation.changeOf(family))) continue;
      const parent = preparation.addParent(sink, family.parent);
      for (const child of family.children) preparation.addChild(sink, child, parent);
    }
  }

  private familiesOf(range: Range | undefined): Family[] {
    const families = new Map<number | string, Family>();
    if (!range) return [];
    for (const line of this.bytes.linesOf(range.from, range.to)) {
      const { isChild, key } = placeOf(line, this.task.resource);
      if (isChild) families.get(key)?.children.push(line);
      else families.set(key, { parent: line, children: [] });
    }
    return [...families.values()];
  }
}

type Outcome<T> = { value: T; problem: null } | { value: null; problem: { path: string; message: string } };

function understood<T>(work: () => T): Outcome<T> {
  try {
    return { value: work(), problem: null };
  } catch (error) {
    if (error instanceof PayloadProblem) return { value: null, problem: error.problem };
    throw error;
  }
}

/** The number at the end of a GID, of a key, and of an id of ours. */
function numberOf(id: string): string {
  return id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf("_")) + 1);
}
