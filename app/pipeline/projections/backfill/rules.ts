/**
 * A backfill reads one resource of a shop whole. Its states:
 *
 * requested → running, when Shopify took the bulk query;
 * running → loading, when Shopify's file is there and what it builds upon is settled;
 * running → done, when no row matched; loading → done, when the whole file is in our tables;
 * any of them → failed, with a code; failed or done → requested, by a retry or a repeat.
 *
 * `requestedAt` names the round: jobs of an earlier round find it changed and do nothing.
 */
import { assertNever } from "~/kit/decision";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "~/kit/duration";
import type { BulkState } from "~/integrations/shopify/bulk/schema";

export const BACKFILL_RESOURCES = ["customers", "products", "orders", "checkouts"] as const;
export type BackfillResource = (typeof BACKFILL_RESOURCES)[number];

export type BackfillState = "requested" | "running" | "loading" | "done" | "failed";

/** Why a backfill failed, for the texts; the detail beside it is technical. */
export type BackfillErrorCode =
  | "access-denied"
  | "shop-gone"
  | "refused"
  | "shopify-failed"
  | "load-failed"
  /** Not a failure: loaded, but for some records that could not be understood. */
  | "records-skipped";

/** What a token without read_all_orders can see. */
const ORDER_WINDOW_MS = 60 * DAY_MS;

/** Loaded before: products and customers first, so that orders find them, then checkouts, which orders complete. */
const BUILDS_UPON: Readonly<Record<BackfillResource, readonly BackfillResource[]>> = {
  customers: [],
  products: [],
  orders: ["customers", "products"],
  checkouts: ["customers", "products", "orders"],
};

export type StateByResource = ReadonlyMap<BackfillResource, BackfillState>;

/** Whether a resource's file may be loaded now. A failed predecessor does not hold the others up. */
export function mayLoad(resource: BackfillResource, states: StateByResource): boolean {
  return BUILDS_UPON[resource].every((before) => isSettled(states.get(before) ?? "done"));
}

/** Resources that had to wait for `settled` and need wait no longer. */
export function unblockedBy(settled: BackfillResource, states: StateByResource): BackfillResource[] {
  return BACKFILL_RESOURCES.filter(
    (resource) => BUILDS_UPON[resource].includes(settled) && mayLoad(resource, states),
  );
}

/** Whether a round has ended, well or not. */
export function isSettled(state: BackfillState): boolean {
  return state === "done" || state === "failed";
}

/** Whether everything has been read; false while a resource is missing. */
export function isComplete(states: StateByResource): boolean {
  return BACKFILL_RESOURCES.every((resource) => states.get(resource) === "done");
}

/** Whether the history of people and their orders is here, and nothing else is under way: features may build upon it. */
export function hasHistory(states: StateByResource): boolean {
  const isDone = states.get("customers") === "done" && states.get("orders") === "done";
  return isDone && BACKFILL_RESOURCES.every((resource) => isSettled(states.get(resource) ?? "requested"));
}

export type BulkDecision =
  | { kind: "look-again"; afterMs: number; objectCount: number }
  | { kind: "load"; url: string; objectCount: number; fileBytes: number }
  /** The file is there, but not yet its turn. */
  | { kind: "hold"; afterMs: number; objectCount: number }
  | { kind: "finish" }
  | { kind: "fail"; code: BackfillErrorCode; detail: string };

export type BulkSituation = {
  resource: BackfillResource;
  states: StateByResource;
  ageMs: number;
  /** An address of the file that no longer answered. */
  deadUrl: string | null;
};

/**
 * What to do about a bulk operation that was started `ageMs` ago.
 *
 * The webhook tells of its end at once; looking again is for the webhook that was lost: after 2 s at first, then ever
 * more rarely, at most once a minute.
 */
export function decideBulk(
  state: BulkState,
  { resource, states, ageMs, deadUrl }: BulkSituation,
): BulkDecision {
  switch (state.kind) {
    case "running": {
      const afterMs = Math.min(MINUTE_MS, Math.max(2 * SECOND_MS, Math.floor(ageMs / 4)));
      return { kind: "look-again", afterMs, objectCount: state.objectCount };
    }
    case "completed": {
      const { url, rootObjectCount, fileBytes } = state;
      if (url === null && rootObjectCount === 0) return { kind: "finish" };
      if (url === null || url === deadUrl)
        return { kind: "fail", code: "shopify-failed", detail: "the file has expired" };
      if (!mayLoad(resource, states))
        return { kind: "hold", afterMs: 30 * SECOND_MS, objectCount: rootObjectCount };
      return { kind: "load", url, objectCount: rootObjectCount, fileBytes };
    }
    case "failed":
      return {
        kind: "fail",
        code: state.code === "ACCESS_DENIED" ? "access-denied" : "shopify-failed",
        detail: state.code,
      };
    default:
      return assertNever(state);
  }
}

/** Since when orders can be seen; null = all of them. Other resources have no window. */
export function orderWindowStart(scopes: string, now: Date): Date | null {
  const granted = scopes.split(",").map((scope) => scope.trim());
  return granted.includes("read_all_orders") ? null : new Date(now.getTime() - ORDER_WINDOW_MS);
}

/** Since when the copy holds orders: what an earlier read reached further back for is kept. */
export function historySince(windowStartAt: Date | null, known: Date | null): Date | null {
  if (windowStartAt === null || known === null) return windowStartAt;
  return known < windowStartAt ? known : windowStartAt;
}

/** Whether trying again by itself makes sense: what needs a person or the shop back does not. */
export function isWorthRetrying(code: BackfillErrorCode): boolean {
  return code === "shopify-failed" || code === "load-failed";
}

/** Whole percent of a resource that is loaded: 100 only when it is done. */
export function percentLoaded(row: {
  state: BackfillState;
  loadedCount: number;
  objectCount: number;
}): number {
  if (row.state === "done") return 100;
  if (row.state !== "loading" || row.objectCount <= 0) return 0;
  return Math.min(99, Math.floor((100 * row.loadedCount) / row.objectCount));
}

/** `code: detail`, as stored. */
export function formatError(code: BackfillErrorCode, detail: string): string {
  return `${code}: ${detail}`.slice(0, 500);
}

/** The two parts of a stored error; null when there is none. */
export function parseError(error: string | null): { code: BackfillErrorCode; detail: string } | null {
  if (error === null) return null;
  const match = /^(access-denied|shop-gone|refused|shopify-failed|load-failed|records-skipped): (.*)$/s.exec(
    error,
  );
  if (!match?.[1]) return { code: "load-failed", detail: error };
  return { code: match[1] as BackfillErrorCode, detail: match[2] ?? "" };
}

/** Records that could not be used, with where the first one of the last batch was wrong. */
export type Skipped = { count: number; example: string };

/** As stored beside a resource that loads on. */
export function formatSkipped({ count, example }: Skipped): string {
  return formatError("records-skipped", `${count} (${example})`);
}

/** What `formatSkipped` stored; none otherwise. */
export function parseSkipped(error: string | null): Skipped {
  const parsed = parseError(error);
  const match = parsed?.code === "records-skipped" ? /^(\d+) \((.*)\)?$/s.exec(parsed.detail) : null;
  return { count: Number(match?.[1] ?? 0), example: match?.[2] ?? "" };
}
