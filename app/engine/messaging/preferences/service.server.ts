import { appendDecision } from "~/engine/decisions/append.server";
import { hashAddress } from "~/platform/crypto.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { findReader, stopMarketing } from "../consent/unsubscribe.server";
import { readPreferencesToken } from "../links.server";
import { findMessage, type MessageRow } from "../repository.server";
import { readSendingSettings } from "../sending/slot.server";
import { findPreference, savePreference } from "./repository.server";
import { applyChange, listDifferences, NOTHING_CHOSEN, type PreferenceDifference } from "./rules";
import { PAUSE_DAYS, type PreferenceChange } from "./schema";

export { readPreferenceChange } from "./form.server";

/** Whether a token of the page of preferences is one of ours. */
export function isPreferencesToken(token: string): boolean {
  return readPreferencesToken(token) !== null;
}

export type PreferenceResult = { outcome: "saved" } | { outcome: "unsubscribed" } | { outcome: "unknown" };

/**
 * Does what the reader of a mail asks on the page of preferences. Every change is a decision in the log; unsubscribing
 * from all is a withdrawal of consent besides, here and in the store.
 *
 * Safe to repeat: what is so already is no change.
 */
export function changePreferences(
  db: RootDb,
  { token, change, now }: { token: string; change: PreferenceChange; now: Date },
): Promise<PreferenceResult> {
  const ref = readPreferencesToken(token);
  if (!ref) return Promise.resolve({ outcome: "unknown" });
  const { shopId, messageId } = ref;
  return inTransaction(
    db,
    async (tx): Promise<PreferenceResult> => {
      const message = await findMessage(tx, { shopId, id: messageId });
      if (!message) return { outcome: "unknown" };
      if (change.kind !== "unsubscribe") return save(tx, { message, change, now });
      const isStopped = await stopMarketing(tx, { message, source: "preference-page", now });
      return { outcome: isStopped ? "unsubscribed" : "unknown" };
    },
    { shopId },
  );
}

async function save(
  tx: Tx,
  { message, change, now }: { message: MessageRow; change: PreferenceChange; now: Date },
): Promise<PreferenceResult> {
  const { shopId, id: messageId } = message;
  const { contact, address } = await findReader(tx, message);
  if (!address) return { outcome: "unknown" };
  const customerId = contact?.id ?? null;
  const key = { shopId, customerId, addressHash: hashAddress(getSecret(), address) };
  const before = (await findPreference(tx, key)) ?? NOTHING_CHOSEN;
  const mayTell = before.birthday !== null || (await readSendingSettings(tx, { shopId })).asksBirthday;
  const after = applyChange(before, mayTell ? change : withoutBirthday(change), now);
  const differences = listDifferences(before, after);
  if (differences.length === 0) return { outcome: "saved" };
  await savePreference(tx, { ...key, preference: after, now });
  for (const difference of differences)
    await writeDown(tx, difference, { shopId, customerId, messageId, now });
  return { outcome: "saved" };
}

/** Shops that do not ask for birthdays are not told any. */
function withoutBirthday(change: PreferenceChange): PreferenceChange {
  return change.kind === "save" ? { ...change, birthdayOn: undefined } : change;
}

async function writeDown(
  tx: Tx,
  { reason, ...about }: PreferenceDifference,
  where: { shopId: string; customerId: string | null; messageId: string; now: Date },
): Promise<void> {
  const { shopId, customerId, messageId, now } = where;
  const topic = "topic" in about ? about.topic : null;
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: /-on$|-ended$|-told$/.test(reason) ? "entered" : "stopped",
    reason,
    params: { topic, days: PAUSE_DAYS },
    customerId,
    subjectKind: "message",
    subjectId: messageId,
    dedupeKey: ["messaging", reason, topic ?? "", messageId, now.getTime()].join(":"),
    now,
  });
}
