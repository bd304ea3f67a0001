import { addDays } from "~/kit/zone";

import { type DueGroup, LIMITS, type Origin, type TaskState, YOU } from "./schema";

/*
 * A task is `open` from the start. It is left as `done` or `dropped`, and either can be opened again; from one of the
 * two to the other there is no way but over `open`.
 */

/** What a step from one state to another comes to; `stays`: it is there already; `impossible`: no such step. */
export function decideStep(from: TaskState, to: TaskState): "goes" | "stays" | "impossible" {
  if (from === to) return "stays";
  return from === "open" || to === "open" ? "goes" : "impossible";
}

/** When something is due, as of a day of the shop. */
export function dueGroupOf(dueOn: string | null, today: string): DueGroup {
  if (dueOn === null) return "some-time";
  if (dueOn === today) return "today";
  return dueOn < today ? "overdue" : "later";
}

/** Whether a day is within ten years of today, both ends inclusive. */
export function isNear(day: string, today: string): boolean {
  return day >= addDays(today, -LIMITS.dueDays) && day <= addDays(today, LIMITS.dueDays);
}

/** Who is behind a key of an effect: `flow:<run>:<step>`, `shopify-flow:<run>` or `form:<key>`. */
export function originOf(originKey: string): Origin {
  if (originKey.startsWith("flow:")) return "flow";
  return originKey.startsWith("shopify-flow:") ? "shopify-flow" : "staff";
}

type Written = { origin: string; authorId: string | null };

/** A note is its author's to delete; one of an automation, or of somebody the session did not tell, is everybody's. */
export function canDelete({ origin, authorId }: Written, staffId: string | null): boolean {
  return origin !== "staff" || authorId === null || authorId === staffId;
}

/** How a member of the staff is told to a reader who is one, too. */
export function toldStaff(id: string | null, readerId: string | null): string | null {
  return id !== null && id === readerId ? YOU : id;
}
