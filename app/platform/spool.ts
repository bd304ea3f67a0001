type Later<T> = T | Promise<T>;

export type SpooledGroup = { id: number; content: Buffer };

/**
 * Where the web process keeps what it has accepted until a worker has taken it over into the tables: one row per commit,
 * sealed as a whole. What is in it may be read again after a crash; takers must know a repeat.
 */
export type Spool = {
  /** Keeps a group of `count` entries, given in parts; on disk when it is through. @throws when it could not be kept. */
  append: (parts: readonly Buffer[], count: number) => Later<void>;
  /** The oldest groups that nobody else takes over now, up to `entries` entries in all but at least one group. */
  oldest: (entries: number) => Later<SpooledGroup[]>;
  /** The oldest group; whoever takes over is not kept from it. Null: nothing waits. */
  peek: () => Later<Buffer | null>;
  /** Forgets groups that are taken over. When a crash brings them back, they are taken over again. */
  remove: (ids: readonly number[]) => Later<void>;
  /** Entries that wait. */
  count: () => Later<number>;
  /** Changes whenever somebody added: a cheap "is there news?". */
  version: () => Later<number>;
  /** Seals anew what another key than the current one has sealed. Safe to repeat. @returns how many groups. */
  reseal: (currentKeyId: string) => Later<number>;
  close: () => Later<void>;
};
