import { EVENTS_OF_PEOPLE } from "~/engine/flows/events";

/** What flows themselves bring about: one that began by it would begin itself again. */
const OWN_DOING: readonly string[] = ["message.sent", "message.cancelled", "code.issued", "code.failed"];

/** What a flow may begin by. */
export const TRIGGER_EVENTS: ReadonlySet<string> = new Set(
  EVENTS_OF_PEOPLE.filter((type) => !OWN_DOING.includes(type)),
);
