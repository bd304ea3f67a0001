/** Where the time comes from. Everything below a route takes `now` from here, so a test can stand still or jump a year. */
export type Clock = { now: () => Date };

const systemClock: Clock = { now: () => new Date() };

let current: Clock = systemClock;

/** The present instant. */
export function now(): Date {
  return current.now();
}

/** Replaces the process's clock; returns how to put the old one back. */
export function setClock(clock: Clock): () => void {
  const previous = current;
  current = clock;
  return () => {
    current = previous;
  };
}

/** The machine's own time: for leases and token lifetimes, which are about living processes and real partners. */
export function wallNow(): Date {
  return systemClock.now();
}
