import { randomBytes, randomUUID } from "node:crypto";

import type { Store } from "../state/store";

/** One thing a person does in the shop: all the events it raises share its id and instant. */
export type Action = {
  at: Date;
  eventId: string;
  /** Lower-case hex digits for tokens of new records. */
  token: (length: number) => string;
};

const running = new WeakMap<Store, Action>();

/** Joins the action that is running on this store, or starts one of now with random ids. */
export function inAction<T>(store: Store, work: (action: Action) => T): T {
  const current = running.get(store);
  if (current) return work(current);
  return actAs(store, { at: store.clock.now(), eventId: randomUUID(), token: randomHex }, work);
}

/** Runs `work` (synchronous) as the given action: simulated people act at their own instant with seeded tokens. */
export function actAs<T>(store: Store, action: Action, work: (action: Action) => T): T {
  const outer = running.get(store);
  running.set(store, action);
  try {
    return work(action);
  } finally {
    if (outer) running.set(store, outer);
    else running.delete(store);
  }
}

/** Raises one event of the action. Call it after the record has changed: the payload may be built at once. */
export function tell(store: Store, topic: string, subject: unknown): void {
  inAction(store, (action) => store.emit({ topic, subject, occurredAt: action.at, eventId: action.eventId }));
}

/** Moves `updatedAt` to the instant of the action, never back: an older version would be ignored by readers. */
export function touch(record: { updatedAt: Date }, at: Date): void {
  if (at > record.updatedAt) record.updatedAt = at;
}

function randomHex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString("hex")
    .slice(0, length);
}
