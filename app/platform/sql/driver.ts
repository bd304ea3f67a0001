import type { Pool } from "pg";

import type { Dialect } from "./dialect";
import type { NewRows } from "./packed-rows";

/** A statement of ours, past Prisma's compiler: for a group of webhooks that takes longer than the database itself. */
export type Statements = {
  /**
   * Rows as Prisma gives them: instants are `Date`s, 64-bit whole numbers and counts bigints, truth values booleans.
   *
   * @param sql In the words of `dialect.ts`, with `?` for each value.
   * @param values Strings, numbers, bigints, booleans, instants or null.
   */
  query: (sql: string, values: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** @returns how many rows changed. */
  execute: (sql: string, values: readonly unknown[]) => Promise<number>;
  /**
   * Inserts rows of a shop that are new.
   *
   * @param staged What `stageRows` said.
   * @throws UniqueViolation when one is there already.
   */
  insertRows: (rows: NewRows, of: { shopId: string; staged: string }) => Promise<void>;
};

/** A row that was to be new is there already. The transaction has to be rolled back. */
export class UniqueViolation extends Error {}

/** How the process talks to one database, beside Prisma. */
export type Driver = Statements & {
  dialect: Dialect;
  /** PostgreSQL's connections. */
  pool?: Pool;
  /** The statements of the transaction that Prisma began last in this slot. */
  inTransaction: (slot: TransactionSlot) => Statements;
  /** Gets new rows ready for a transaction, before it begins; and what is to be done after it. */
  stageRows: (rows: NewRows) => Promise<{ staged: string; release: () => Promise<void> }>;
  /** Takes the shop's turn until the transaction ends; where all writers take turns anyway it does nothing. */
  lockShop: (statements: Statements, shopId: string) => Promise<void>;
  /** Runs a load of many new rows, of which hardly any is looked at again meanwhile. */
  whileLoading: <T>(work: () => Promise<T>) => Promise<T>;
  /** Called in a transaction whose slot says that it may be lost; SQLite knows that when it begins. */
  letBeLost: (statements: Statements) => Promise<void>;
};

/** Where a driver leaves the transaction it began, for the one who asked for it. */
export type TransactionSlot = { transaction: unknown; mayBeLost: boolean };
