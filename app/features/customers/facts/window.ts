import type { FactParameter } from "~/engine/facts/fact";

/** Days of a window that ends now; 0: all the time. */
export const EVER_OR_DAYS: FactParameter = { name: "days", kind: "days", min: 0, max: 3650, default: 0 };
