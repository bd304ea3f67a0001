import type { JobContext } from "~/pipeline/jobs/definition";

import type { EventType, StoredEvent } from "./catalogue";

type Heard<Type extends EventType> = {
  /** `<feature>.on-<noun>`; stable, it is a job name. */
  name: string;
  events: readonly Type[];
};

/** Reacts to each event by itself. */
type OneByOne<Type extends EventType> = {
  /**
   * The events of a batch that may change anything as things stand now, found in few statements however many they are.
   * Whether one is left out must not depend on the others' `run`. All of them when absent.
   */
  sift?: (events: readonly StoredEvent<Type>[], context: JobContext) => Promise<readonly StoredEvent<Type>[]>;
  run: (event: StoredEvent<Type>, context: JobContext) => Promise<void>;
};

/** Reacts to a batch as a whole, with the same result as one by one. */
type Together<Type extends EventType> = {
  runTogether: (events: readonly StoredEvent<Type>[], context: JobContext) => Promise<void>;
};

/**
 * A reaction to events, at least once for each. Events that were published together come in one job and one
 * transaction; when that fails each is tried by itself, so that a bad one holds up nobody.
 */
export type Subscriber<Type extends EventType = EventType> = Heard<Type> & (OneByOne<Type> | Together<Type>);

/** Identity function that infers which events the reaction gets. */
export function defineSubscriber<Type extends EventType>(
  subscriber: Heard<Type> & OneByOne<Type>,
): Heard<Type> & OneByOne<Type>;
export function defineSubscriber<Type extends EventType>(
  subscriber: Heard<Type> & Together<Type>,
): Heard<Type> & Together<Type>;
export function defineSubscriber<Type extends EventType>(subscriber: Subscriber<Type>): Subscriber<Type> {
  return subscriber;
}

/** A subscriber of whatever events: what registries hold. */
export type AnySubscriber = Heard<EventType> &
  (
    | {
        sift?(events: readonly StoredEvent[], context: JobContext): Promise<readonly StoredEvent[]>;
        run(event: StoredEvent, context: JobContext): Promise<void>;
      }
    | { runTogether(events: readonly StoredEvent[], context: JobContext): Promise<void> }
  );
