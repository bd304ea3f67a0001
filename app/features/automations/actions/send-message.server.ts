import type { z } from "zod";

import type { ActingRun, ActionResult, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import { PRIORITY } from "~/engine/messaging/budget/priority";
import { chooseMailLocale } from "~/engine/messaging/language";
import { findMessageState } from "~/engine/messaging/message-state.server";
import { queueMessage } from "~/engine/messaging/queue.server";
import { planSend } from "~/engine/messaging/sending/plan.server";
import { templateRenderer } from "~/engine/messaging/templates/render-template.server";
import { HOUR_MS } from "~/kit/duration";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Db, Tx } from "~/platform/db.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { type Addressee, findAddressee } from "../messages/addressee.server";
import { variablesOf } from "../messages/variables.server";
import { unsentReason } from "../rules/unsent";
import { NAMESPACE, PURPOSE } from "../rules/namespace";
import { ACTION_SETTINGS } from "../schema";

import { findMessageProblems } from "./message-problems.server";

type Settings = z.infer<(typeof ACTION_SETTINGS)["messages.send"]>;
type Acting = { shopId: string; settings: Settings; now: Date };

/** Writes to the person by a template. The run goes on when the message has left, or will not. */
export const sendMessage: FlowAction<Settings> = {
  key: "messages.send",
  textNamespace: NAMESPACE,
  schema: ACTION_SETTINGS["messages.send"],
  needsCustomer: false,
  findProblems: findMessageProblems,
  async perform(tx, { runs, ...acting }) {
    const results: ActionResult[] = [];
    for (const run of runs) results.push(await sendTo(tx, run, acting));
    return results;
  },
  resume: tellWhatBecame,
  async simulate(db, { runs, ...acting }) {
    const results: SimulatedResult[] = [];
    for (const run of runs) results.push(await planFor(db, run, acting));
    return results;
  },
};

async function sendTo(tx: Tx, run: ActingRun, { shopId, settings, now }: Acting): Promise<ActionResult> {
  const { templateKey, channel, topic } = settings;
  const verdict = await findAddressee(tx, { shopId, run, now }, settings);
  if (verdict.kind === "may-not") return { kind: "skipped", reason: verdict.reason };
  const { addressee } = verdict;
  const { customerId, effectKey: occasionKey } = run;
  const locale = await chooseLocale(tx, shopId, addressee);
  const variables = await variablesOf(tx, { shopId, run, addressee, locale, now });
  const wanted = addressee.locales.find((tag) => tag !== null) ?? null;
  const until = usefulUntil(settings, now);
  const { messageId } = await queueMessage(tx, {
    ...{ shopId, customerId, purpose: PURPOSE, subjectId: run.runId, topic, channel, locale, occasionKey },
    toAddress: addressee.address,
    render: templateRenderer(tx, {
      ...{ shopId, templateKey, locale: wanted, variables, customerId, occasionKey, now },
    }),
    priority: PRIORITY[topic],
    expiresAt: until,
    now,
  });
  return {
    kind: "pending",
    reason: "message-written",
    params: { template: templateKey },
    events: ["message.sent", "message.cancelled", "message.lost"],
    subjectId: messageId,
    until,
    context: { messageId },
  };
}

function usefulUntil({ usefulHours }: Settings, now: Date): Date {
  return new Date(now.getTime() + usefulHours * HOUR_MS);
}

/** The language of dates and amounts: the person's, else that of the shop's admin. */
async function chooseLocale(db: Db, shopId: string, { locales }: Addressee) {
  const schema = GeneralSettingsSchema;
  const general = await readSetting(db, { shopId, key: GENERAL_SETTINGS_KEY, schema });
  return chooseMailLocale([...locales, general.language]);
}

async function tellWhatBecame(
  tx: Tx,
  { shopId, settings, run, event }: Acting & { run: ActingRun; event: StoredEvent | null },
): Promise<ActionResult> {
  const params = { template: settings.templateKey };
  if (event?.type === "message.cancelled")
    return { kind: "skipped", reason: unsentReason(event.payload.reason), params };
  const { messageId } = run.context;
  const state =
    event?.type === "message.sent"
      ? "sent"
      : await findMessageState(tx, { shopId, id: typeof messageId === "string" ? messageId : "" });
  if (state === "sent") return { kind: "done", reason: "message-sent", outcome: "sent", params };
  if (state === "uncertain") return { kind: "done", reason: "message-uncertain", outcome: "sent", params };
  return { kind: "skipped", reason: state === "failed" ? "message-failed" : "message-late", params };
}

async function planFor(db: Db, run: ActingRun, { shopId, settings, now }: Acting): Promise<SimulatedResult> {
  const { channel, topic, templateKey } = settings;
  const verdict = await findAddressee(db, { shopId, run, now }, settings);
  if (verdict.kind === "may-not") return { result: { kind: "skipped", reason: verdict.reason }, at: now };
  const slot = await planSend(db, {
    ...{ shopId, channel, topic, now, customerId: run.customerId },
    toAddress: verdict.addressee.address,
    priority: PRIORITY[topic],
    expiresAt: usefulUntil(settings, now),
  });
  const params = { template: templateKey };
  if (slot.kind === "cancel")
    return { result: { kind: "skipped", reason: unsentReason(slot.reason), params }, at: now };
  const at = slot.kind === "postpone" ? slot.until : now;
  // The run knows that a message was written, as the real one does.
  const context = { messageId: run.effectKey };
  return { result: { kind: "done", reason: "message-sent", outcome: "sent", params, context }, at };
}
