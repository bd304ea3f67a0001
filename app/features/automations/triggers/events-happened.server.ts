import type { Entry, EventTrigger } from "~/engine/flows/contribution";
import type { StoredEvent } from "~/pipeline/events/catalogue";

import { NAMESPACE } from "../rules/namespace";
import { TRIGGER_EVENTS, TRIGGER_SETTINGS } from "../schema";

/** Something happened to a person. What it is about is the occasion; about the person themselves, each time anew. */
export const eventsHappened: EventTrigger<{ events: string[] }> = {
  kind: "event",
  key: "events.happened",
  textNamespace: NAMESPACE,
  schema: TRIGGER_SETTINGS["events.happened"],
  events: TRIGGER_EVENTS,
  entriesOf: (_db, { settings, events }) =>
    Promise.resolve(events.filter(({ type }) => settings.events.includes(type)).map(entryOf)),
};

function entryOf(event: StoredEvent): Entry {
  const { id, type, customerId, subjectId, occurredAt } = event;
  const isAboutThem = subjectId === null || subjectId === customerId;
  return {
    customerId,
    subjectKind: isAboutThem ? null : subjectKindOf(type),
    subjectId: isAboutThem ? null : subjectId,
    entryKey: `${type}:${isAboutThem ? id : subjectId}`,
    enteredAt: occurredAt,
    context: contextOf(event),
  };
}

/** What the steps that follow, or the store's own workflows, say of it. */
function contextOf({ type, subjectId, payload }: StoredEvent): Entry["context"] {
  if (type === "message.answered" || type === "survey.answered")
    return { questionKey: payload.questionKey, answerKey: payload.answerKey };
  return type.startsWith("code.") && subjectId !== null ? { codeId: subjectId } : {};
}

function subjectKindOf(type: string): string {
  const [owner = ""] = type.split(".");
  if (owner === "survey") return "order";
  return owner === "cart-recovery" ? "checkout" : owner;
}
