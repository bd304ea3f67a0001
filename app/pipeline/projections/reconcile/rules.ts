/**
 * A reconcile compares the copy of a shop with the shop itself. Its states:
 *
 * running → done, when every resource had its turn; running → failed, when the shop's tokens are dead;
 * running → cancelled, when the shop has uninstalled the app.
 *
 * Within a run, resource by resource: `changes` (all that changed since the last run) → `sweep` (are the records we hold
 * still there, a seventh of them each night) → `counts` (as many here as there) → the next resource. Checkouts have
 * changes only: Shopify lists the abandoned ones alone, and forgets them after three months.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { hasScope } from "~/kit/scopes";
import { addDays, dayIn } from "~/kit/zone";

export const RECONCILE_RESOURCES = ["customers", "products", "orders", "checkouts"] as const;
export type ReconcileResource = (typeof RECONCILE_RESOURCES)[number];

const PHASES = ["changes", "sweep", "counts"] as const;
export type ReconcilePhase = (typeof PHASES)[number];

export type ReconcileCause = "nightly" | "manual" | "reinstalled" | "scopes-changed";
export type ReconcileState = "running" | "done" | "failed" | "cancelled";

/** What a resource came to in a run. `handed-over`: so much has changed that all of it is read anew in bulk. */
export type ResultState = "waiting" | "running" | "done" | "skipped" | "failed" | "handed-over";

/** Why a resource was left out or broken off, for the texts; the detail beside it is technical. */
export type ReconcileErrorCode =
  "missing-scope" | "being-read" | "never-read" | "refused" | "failed" | "doubtful";

/** How a record was not as it is at Shopify. */
export type DriftKind = "missing" | "older" | "different" | "deleted" | "merged" | "revived";

export type Step = { resource: ReconcileResource; phase: ReconcilePhase };

export const FIRST_STEP: Step = { resource: RECONCILE_RESOURCES[0], phase: PHASES[0] };

/** The step after one; null after the last. @param skipsRest Leaves out what is left of the resource. */
export function stepAfter({ resource, phase }: Step, { skipsRest = false } = {}): Step | null {
  const nextPhase = PHASES[PHASES.indexOf(phase) + 1];
  if (nextPhase && !skipsRest && isSwept(resource)) return { resource, phase: nextPhase };
  const next = RECONCILE_RESOURCES[RECONCILE_RESOURCES.indexOf(resource) + 1];
  return next ? { resource: next, phase: PHASES[0] } : null;
}

/** Whether Shopify can be asked for all records of a resource. */
export function isSwept(resource: ReconcileResource): boolean {
  return resource !== "checkouts";
}

const SCOPES: Readonly<Record<ReconcileResource, string>> = {
  customers: "read_customers",
  products: "read_products",
  orders: "read_orders",
  checkouts: "read_orders",
};

/** The scope a resource needs when it is not among `granted` (comma separated); null when it is. `write_x` brings `read_x`. */
export function findMissingScope(resource: ReconcileResource, granted: string): string | null {
  return hasScope(granted, SCOPES[resource]) ? null : SCOPES[resource];
}

/** Shopify tells the `updated_at` of customers by whole days only; for the others an hour covers late commits and clocks. */
const OVERLAP_MS: Readonly<Record<ReconcileResource, number>> = {
  customers: DAY_MS,
  products: HOUR_MS,
  orders: HOUR_MS,
  checkouts: HOUR_MS,
};

/** Where the comparison of changes begins, when all changes until `watermarkAt` are known. */
export function windowFrom(resource: ReconcileResource, watermarkAt: Date): Date {
  return new Date(watermarkAt.getTime() - OVERLAP_MS[resource]);
}

/** A search for records changed at or after an instant. Quoted: Shopify takes an unquoted time apart at its colons. */
export function changedSince(instant: Date): string {
  return `updated_at:>='${wholeSecond(instant)}'`;
}

/** As searches are written: whole seconds. */
export function wholeSecond(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** More changes than this are read in bulk, and well below the 25,000 records Shopify lets anybody page through. */
export const MAX_PAGED_CHANGES = 10_000;

/** What changed this recently may still be on its way here: it is taken over, but is no drift. */
export const IN_FLIGHT_MS = 10 * MINUTE_MS;

/** Days in which the sweep looks for every record once. */
const SWEEP_NIGHTS = 7;

/** How many of `total` records a run looks for. */
export function sweepQuota(total: number, isFull: boolean): number {
  return isFull ? total : Math.ceil(total / SWEEP_NIGHTS);
}

/**
 * A token without read_all_orders sees orders created in the last sixty days; those placed in the last 45 are surely
 * among them, as an order is seldom dated long after it was made.
 */
const SURELY_VISIBLE_MS = 45 * DAY_MS;

/** Orders placed before this may be invisible to us, so that nothing follows from not finding them; null = all are visible. */
export function surelyVisibleSince(scopes: string, now: Date): Date | null {
  const granted = scopes.split(",").map((scope) => scope.trim());
  return granted.includes("read_all_orders") ? null : new Date(now.getTime() - SURELY_VISIBLE_MS);
}

const FEW = 5;
const FEW_SHARE = 0.1;

/**
 * Whether records that Shopify does not find may be taken for deleted.
 *
 * A few always; many only when Shopify also counts so few, as a wrong answer would otherwise empty the copy.
 *
 * @param counts Of records here and at Shopify, before the deletion; null when they were not counted.
 */
export function mayDelete(
  { goneCount, askedCount }: { goneCount: number; askedCount: number },
  counts: { localCount: number; remoteCount: number } | null,
): boolean {
  if (goneCount <= Math.max(FEW, Math.floor(askedCount * FEW_SHARE))) return true;
  return counts !== null && counts.remoteCount <= counts.localCount - goneCount + FEW;
}

const REREAD_PAUSE_MS = 7 * DAY_MS;

/**
 * What to do about counts that differ: records that are missing here and did not change lately are found by nothing but
 * reading all anew (at most once a week); records too many here by looking for every one.
 */
export function decideCounts(
  { localCount, remoteCount }: { localCount: number; remoteCount: number },
  { isFull, rereadAt, now }: { isFull: boolean; rereadAt: Date | null; now: Date },
): { kind: "in-step" | "wait" | "reread" | "sweep-all" } {
  if (localCount === remoteCount) return { kind: "in-step" };
  if (localCount > remoteCount) return { kind: isFull ? "wait" : "sweep-all" };
  const isTooSoon = rereadAt !== null && now.getTime() - rereadAt.getTime() < REREAD_PAUSE_MS;
  return { kind: isTooSoon ? "wait" : "reread" };
}

const NIGHT_STARTS_HOUR = 1;
const NIGHT_MINUTES = 4 * 60;

/**
 * When a shop is due next: once a night between one and five o'clock of its own zone, each shop at a minute of its own,
 * so that they do not all begin at once. Always later than `after`.
 */
export function nextNightly(shopId: string, ianaTimezone: string, after: Date): Date {
  const minute = hashOf(shopId) % NIGHT_MINUTES;
  const today = dayIn(ianaTimezone, after);
  for (const day of [today, addDays(today, 1), addDays(today, 2)]) {
    const at = instantIn(ianaTimezone, day, NIGHT_STARTS_HOUR * 60 + minute);
    if (at > after) return at;
  }
  return new Date(after.getTime() + DAY_MS);
}

/** FNV-1a: the same for the same id on every machine. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** The instant of a minute of a day in a zone; within an hour of it on days when the clock is changed. */
function instantIn(zone: string, day: string, minuteOfDay: number): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minuteOfDay * MINUTE_MS;
  return new Date(asUtc - offsetMs(zone, new Date(asUtc)));
}

function offsetMs(zone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ["year", "month", "day", "hour", "minute", "second"] as const
  ).map((type) => Number(parts.find((part) => part.type === type)?.value));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1_000) * 1_000;
}

/** `code: detail`, as stored. */
export function formatReconcileError(code: ReconcileErrorCode, detail: string): string {
  return `${code}: ${detail}`.slice(0, 500);
}

/** The two parts of a stored error; null when there is none. */
export function parseReconcileError(
  error: string | null,
): { code: ReconcileErrorCode; detail: string } | null {
  if (error === null) return null;
  const match = /^(missing-scope|being-read|never-read|refused|failed|doubtful): (.*)$/s.exec(error);
  return { code: (match?.[1] ?? "failed") as ReconcileErrorCode, detail: match?.[2] ?? error };
}
