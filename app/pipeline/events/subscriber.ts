import type { JobContext } from "~/pipeline/jobs/definition";

import type { EventType, StoredEvent } from "./catalogue";

/** A reaction to events. It runs as its own job, once per event, at least once. */
export type Subscriber<Type extends EventType = EventType> = {
  /** `<feature>.on-<noun>`; stable, it is a job name. */
  name: string;
  events: readonly Type[];
  run: (event: StoredEvent<Type>, context: JobContext) => Promise<void>;
};

/** Identity function that infers which events `run` gets. */
export function defineSubscriber<Type extends EventType>(subscriber: Subscriber<Type>): Subscriber<Type> {
  return subscriber;
}

/** A subscriber of whatever events: what registries hold. */
export type AnySubscriber = Omit<Subscriber, "run" | "events"> & {
  events: readonly EventType[];
  run(event: StoredEvent, context: JobContext): Promise<void>;
};
