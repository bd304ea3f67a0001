import { Prisma } from "~/generated/prisma/client";

import { contactHashOrNull, isSealed, seal, sealHashed, sealPacked } from "./sealed.server";
import { isSearchIndex, type KnownBeginnings, searchIndexOf, sortKeyOf } from "./search-index.server";

/*
 * What is sealed, in one place: writes through Prisma are sealed by `sealingExtension`, rows that go past it by
 * `sealRecord`; reads are opened by the drivers. Conditions on a sealed column are turned into ones on its hash.
 */

/** Sealed columns of each model; with the column that keeps the keyed hash where people are looked up by it. */
export const SEALED: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  Session: {
    accessToken: null,
    refreshToken: "refreshTokenHash",
    firstName: null,
    lastName: null,
    email: null,
  },
  Customer: { email: "emailHash", phone: "phoneHash", firstName: null, lastName: null, note: null },
  Order: { email: "emailHash" },
  Checkout: { email: "emailHash", phone: "phoneHash" },
  VipManualTier: { reason: null },
  Task: { title: null, detail: null, owner: "ownerHash" },
  CustomerNote: { body: null },
  // The hash of a text beside it tells capitals apart, unlike those of contacts: its repository makes it.
  CustomerFieldValue: { textValue: null },
  CustomerFieldChange: { fromText: null, toText: null },
  Message: { toAddress: null, subject: null, htmlBody: null, textBody: null },
  MessageLink: { url: null },
  InboxDelivery: { body: null },
  CustomerMergeMove: { removedJson: null },
  HistoryImport: { fileName: null, errorJson: null },
  ImportChunk: { body: null },
  ImportProblem: { value: null },
  PointsAdjustment: { reason: null },
  Referral: { reviewNote: null },
  SurveyAnswer: { comment: null },
  PrivacyRequest: { subjectJson: null },
  PrivacyExport: { body: null },
};

/** Of the sealed columns, those with long texts. */
const PACKED: Readonly<Record<string, readonly string[]>> = { Message: ["htmlBody", "textBody"] };

/** The columns of a model that keep hashes of the given ones. */
export function hashColumnsOf(model: string, columns: readonly string[]): string[] {
  const sealed = SEALED[model] ?? {};
  return columns.flatMap((column) => sealed[column] ?? []);
}

/**
 * A row as it is stored: personal texts sealed, with their hashes. What is sealed already stays as it is.
 *
 * @param words What `searchIndexOf` remembers, for rows that are stored together.
 */
export function sealRecord(
  model: string,
  record: Readonly<Record<string, unknown>>,
  words?: KnownBeginnings,
): Record<string, unknown> {
  const sealed = SEALED[model];
  if (!sealed) return record;
  const stored: Record<string, unknown> = { ...record };
  for (const column of Object.keys(sealed)) {
    const value = record[column];
    const hash = sealed[column];
    if (value === undefined || isSealed(value)) continue;
    if (hash) stored[hash] = typeof value === "string" ? contactHashOrNull(value) : null;
    // An empty text hides nothing: every delivery that was projected has one.
    if (typeof value === "string" && value !== "") stored[column] = sealColumn(model, column, value);
  }
  const text = record.searchText;
  if (model === "Customer" && typeof text === "string" && !isSearchIndex(text)) {
    stored.searchText = searchIndexOf(text, words);
    stored.sortKey = sortKeyOf(text);
  }
  return stored;
}

function sealColumn(model: string, column: string, text: string): string {
  if (PACKED[model]?.includes(column)) return sealPacked(text);
  return SEALED[model]?.[column] ? sealHashed(text) : seal(text);
}

type Condition = Record<string, unknown>;

/**
 * A condition with sealed columns replaced by their hashes.
 *
 * @throws Error for one that a sealed column cannot answer, such as a part of a text.
 */
export function sealCondition(model: string, where: unknown): unknown {
  const sealed = SEALED[model];
  if (!sealed || typeof where !== "object" || where === null) return where;
  if (Array.isArray(where)) return where.map((part) => sealCondition(model, part));
  const rewritten: Condition = {};
  for (const [key, value] of Object.entries(where)) {
    if (key === "AND" || key === "OR" || key === "NOT") rewritten[key] = sealCondition(model, value);
    else if (key in sealed) Object.assign(rewritten, hashCondition(`${model}.${key}`, sealed[key], value));
    else rewritten[key] = value;
  }
  return rewritten;
}

function hashCondition(place: string, hash: string | null | undefined, value: unknown): Condition {
  const column = place.slice(place.indexOf(".") + 1);
  if (value === null || value === undefined) return { [column]: value };
  if (typeof value === "string") return { [hashOf(place, hash)]: contactHashOrNull(value) };
  const condition = value as { equals?: string; in?: string[]; not?: null };
  if (condition.not === null) return { [column]: { not: null } };
  if (condition.in) return { [hashOf(place, hash)]: { in: condition.in.map(contactHashOrNull) } };
  if (condition.equals) return { [hashOf(place, hash)]: contactHashOrNull(condition.equals) };
  throw new Error(`${place} is sealed: it can only be compared with whole values`);
}

function hashOf(place: string, hash: string | null | undefined): string {
  if (!hash) throw new Error(`${place} is sealed and has no hash to be looked up by`);
  return hash;
}

type Arguments = { where?: unknown; data?: unknown; create?: unknown; update?: unknown };

/** Seals what Prisma writes, and turns its conditions on sealed columns into ones on their hashes. */
export const sealingExtension = Prisma.defineExtension({
  name: "sealing",
  query: {
    $allModels: {
      $allOperations: ({ model, args, query }) => {
        if (!(model in SEALED)) return query(args);
        const asked = { ...(args as Arguments) };
        if (asked.where) asked.where = sealCondition(model, asked.where);
        for (const part of ["data", "create", "update"] as const) {
          if (asked[part]) asked[part] = sealData(model, asked[part]);
        }
        return query(asked as typeof args);
      },
    },
  },
});

function sealData(model: string, data: unknown): unknown {
  if (Array.isArray(data)) return data.map((row) => sealRecord(model, row as Record<string, unknown>));
  return sealRecord(model, data as Record<string, unknown>);
}
