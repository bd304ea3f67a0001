import type { Store } from "../state/store";

type Faults = { throttles: number; failures: number; failureStatus: number };

const faults = new WeakMap<Store, Faults>();

/** The next `count` requests are answered THROTTLED, whatever is in the bucket. */
export function throttleNext(store: Store, count: number): void {
  faultsOf(store).throttles = count;
}

/** The next `count` requests are answered with an empty HTTP error. */
export function failNext(store: Store, count: number, status: 500 | 502 | 503 | 504 = 503): void {
  Object.assign(faultsOf(store), { failures: count, failureStatus: status });
}

export type Fault = { kind: "none" } | { kind: "throttle" } | { kind: "fail"; status: number };

/** The fault of the request that is coming in; each ordered fault happens once. */
export function takeFault(store: Store): Fault {
  const ordered = faultsOf(store);
  if (ordered.failures > 0) {
    ordered.failures -= 1;
    return { kind: "fail", status: ordered.failureStatus };
  }
  if (ordered.throttles > 0) {
    ordered.throttles -= 1;
    return { kind: "throttle" };
  }
  return { kind: "none" };
}

function faultsOf(store: Store): Faults {
  const known = faults.get(store);
  if (known) return known;
  const none = { throttles: 0, failures: 0, failureStatus: 503 };
  faults.set(store, none);
  return none;
}
