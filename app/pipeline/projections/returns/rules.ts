import type { DomainEvent } from "~/pipeline/events/catalogue";

import {
  type ListedLine,
  type ReturnChange,
  type ReturnLineRow,
  type ReturnRow,
  type ReturnState,
  UNKNOWN_VERSION,
} from "./schema";

/*
 * A return is REQUESTED → OPEN | DECLINED; OPEN → CLOSED | CANCELED; CLOSED → OPEN when it is reopened. One that the
 * merchant makes begins OPEN. Which status holds is decided by the time of the notice alone.
 */

export type ReturnEffect = { outcome: "applied" | "older-version"; events: DomainEvent[] };

/** Two notices of one instant are told apart by how far the return had come. */
const PROGRESS = ["REQUESTED", "OPEN", "DECLINED", "CANCELED", "CLOSED"];

/** A return of which only its id is known. */
export function unknownReturn({ id, gid, triggeredAt }: ReturnChange): ReturnState {
  return {
    row: {
      id,
      gid,
      orderId: null,
      name: null,
      status: null,
      declineReason: null,
      firstSeenAt: triggeredAt,
      versionAt: UNKNOWN_VERSION,
    },
    lines: new Map(),
    isKnown: false,
    isChanged: true,
  };
}

/**
 * Applies one notice to a return, in place.
 *
 * The status is that of the newest notice that told one; a line's quantity is that of its newest listing less what
 * was taken out after that, each removal counted once by its instant. So the order of the notices does not matter.
 *
 * @param customerId Of the return's order, when known.
 */
export function applyReturnChange(
  state: ReturnState,
  change: ReturnChange,
  customerId: string | null,
): ReturnEffect {
  const before = state.row;
  const isNew = !state.isKnown;
  const linesBefore = JSON.stringify([...state.lines]);
  state.row = withNotice(before, change);
  for (const line of change.lines) listLine(state.lines, line, change.triggeredAt);
  for (const removal of change.removals) takeOut(state.lines, removal, change.triggeredAt);
  const areLinesChanged = JSON.stringify([...state.lines]) !== linesBefore;
  const isStatusChanged = state.row.status !== before.status;
  const isTold = differs(before, state.row) || areLinesChanged;
  state.isChanged ||= isTold;
  state.isKnown = true;
  const events = eventsOf(state, { change, customerId, isNew, isNews: isStatusChanged || areLinesChanged });
  return { outcome: isNew || isTold ? "applied" : "older-version", events };
}

function withNotice(before: ReturnRow, change: ReturnChange): ReturnRow {
  const { status, triggeredAt } = change;
  return {
    ...before,
    orderId: before.orderId ?? change.orderId ?? null,
    name: before.name ?? change.name ?? null,
    declineReason: change.declineReason ?? before.declineReason,
    firstSeenAt: triggeredAt < before.firstSeenAt ? triggeredAt : before.firstSeenAt,
    ...(status !== undefined && outranks(change, before) ? { status, versionAt: triggeredAt } : {}),
  };
}

function outranks({ status, triggeredAt }: ReturnChange, row: ReturnRow): boolean {
  const lead = triggeredAt.getTime() - row.versionAt.getTime();
  return lead > 0 || (lead === 0 && PROGRESS.indexOf(status ?? "") >= PROGRESS.indexOf(row.status ?? ""));
}

function differs(before: ReturnRow, after: ReturnRow): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function listLine(lines: Map<string, ReturnLineRow>, listed: ListedLine, at: Date): void {
  const known = lines.get(listed.id);
  if (known?.versionAt && at < known.versionAt) return;
  const { quantity: listedQuantity, ...line } = listed;
  const removals = known?.removals ?? {};
  lines.set(listed.id, withQuantity({ ...line, listedQuantity, quantity: 0, versionAt: at, removals }));
}

function takeOut(
  lines: Map<string, ReturnLineRow>,
  { id, gid, pieces }: ReturnChange["removals"][number],
  at: Date,
): void {
  const known = lines.get(id) ?? {
    id,
    gid,
    orderLineId: null,
    quantity: 0,
    listedQuantity: 0,
    reason: null,
    versionAt: null,
    removals: {},
  };
  const removals = { ...known.removals, [String(at.getTime())]: pieces };
  lines.set(id, withQuantity({ ...known, removals }));
}

function withQuantity(line: ReturnLineRow): ReturnLineRow {
  const since = line.versionAt?.getTime() ?? 0;
  const takenOut = Object.entries(line.removals)
    .filter(([at]) => Number(at) > since)
    .reduce((sum, [, pieces]) => sum + pieces, 0);
  return { ...line, quantity: Math.max(0, line.listedQuantity - takenOut) };
}

function eventsOf(
  { row }: ReturnState,
  {
    change,
    customerId,
    isNew,
    isNews,
  }: { change: ReturnChange; customerId: string | null; isNew: boolean; isNews: boolean },
): DomainEvent[] {
  const { id: returnId, orderId, status } = row;
  const base = { customerId, subjectId: orderId ?? returnId, occurredAt: change.triggeredAt };
  if (isNew) {
    const payload = { returnId, orderId, customerId };
    return [{ ...base, type: "return.requested", payload, sourceKey: `return.requested:${returnId}` }];
  }
  if (!isNews) return [];
  const sourceKey = `return.changed:${returnId}:${change.triggeredAt.getTime()}`;
  return [{ ...base, type: "return.changed", payload: { returnId, orderId, customerId, status }, sourceKey }];
}
