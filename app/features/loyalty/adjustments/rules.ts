/*
 * Points by hand: approved at once within the programme's limit; above it requested → approved | declined by somebody
 * else than who asked.
 */

export type AdjustRefusal =
  | "no-points"
  | "no-reason"
  | "customer-unknown"
  | "not-enough"
  | "request-unknown"
  | "decided-already"
  | "own-request"
  | "staff-unknown";

/** Whether points by hand need a second person. Exactly the limit does not. */
export function needsSecond(points: number, limitPoints: number): boolean {
  return Math.abs(points) > limitPoints;
}

/** Whether somebody may decide a request: only who is known, and did not ask for it. Null: they may. */
export function whyMayNotDecide(
  requestedBy: string | null,
  staffId: string | null,
): Extract<AdjustRefusal, "own-request" | "staff-unknown"> | null {
  if (staffId === null || requestedBy === null) return "staff-unknown";
  return requestedBy === staffId ? "own-request" : null;
}
