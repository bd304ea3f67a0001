import type { RunContext } from "../contribution";
import type { RunState } from "../schema";

/** A person's way through a version of a flow, as the engine and the simulation move it. */
export type Run = {
  id: string;
  shopId: string;
  flowId: string;
  version: number;
  customerId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  entryKey: string;
  state: RunState;
  stepId: string | null;
  stepAt: Date;
  wakeAt: Date | null;
  dueAt: Date | null;
  /** Types of events; null: it waits for none. */
  waitEvents: readonly string[] | null;
  waitSubjectId: string | null;
  wokenById: string | null;
  context: RunContext;
  /** Arms gone through, by the step of the split. */
  arms: Readonly<Record<string, string>>;
  failCount: number;
  enteredAt: Date;
  endedAt: Date | null;
  endReason: string | null;
};

/** Whom splits and holdouts divide by: the customer, or the key of a guest's only run. */
export function personIdOf({ customerId, entryKey }: Pick<Run, "customerId" | "entryKey">): string {
  return customerId ?? `guest:${entryKey}`;
}

/** A run as it begins. It is due at once, or when what it is about is due. */
export function beginRun(
  entry: Pick<Run, "customerId" | "subjectKind" | "subjectId" | "entryKey" | "enteredAt" | "context">,
  { now, ...pinned }: Pick<Run, "id" | "shopId" | "flowId" | "version"> & { first: string | null; now: Date },
): Run {
  const { first, ...ids } = pinned;
  const from = entry.enteredAt > now ? entry.enteredAt : now;
  return {
    ...ids,
    customerId: entry.customerId,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    entryKey: entry.entryKey,
    context: entry.context,
    enteredAt: entry.enteredAt,
    state: "active",
    stepId: first,
    stepAt: entry.enteredAt,
    wakeAt: from,
    dueAt: from,
    waitEvents: null,
    waitSubjectId: null,
    wokenById: null,
    arms: {},
    failCount: 0,
    endedAt: null,
    endReason: null,
  };
}

/** A run that ended. */
export function endRun(
  run: Run,
  { state, reason, now }: { state: RunState; reason: string; now: Date },
): Run {
  return {
    ...run,
    state,
    wakeAt: null,
    dueAt: null,
    waitEvents: null,
    waitSubjectId: null,
    endedAt: now,
    endReason: reason,
  };
}
