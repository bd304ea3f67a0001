import type { EventPayloads } from "~/pipeline/events/catalogue";

import { say, type Sentence, type TimelineNames } from "./sentence";

const KEY = "customer.field-changed";

/** What became of a field. Of yes and no the answer is the sentence; days are left to the reader's language. */
export function describeFieldChange(
  { changeId }: EventPayloads["customer.field-changed"],
  { fieldChanges }: TimelineNames,
): Sentence {
  const change = fieldChanges.get(changeId);
  if (!change) return say(`${KEY}.other`);
  const { field, kind, from, to, flow } = change;
  const by = flow === null ? "staff" : "flow";
  const values = { from: from ?? "–", to: to ?? "–" };
  const said = say(`${KEY}.${by}.${variantOf(change)}`, { field, flow: flow ?? "–", ...values });
  if (kind !== "date") return said;
  return { ...said, days: { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) } };
}

function variantOf({ kind, from, to }: { kind: string; from: string | null; to: string | null }): string {
  if (kind === "yes-no") return to ?? "emptied";
  if (to === null) return "cleared";
  return from === null ? "set" : "changed";
}
