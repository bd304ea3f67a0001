import { appendDecision } from "~/engine/decisions/append.server";
import type { ActionResult, ActingRun } from "~/engine/flows/contribution";
import { flowPorts } from "~/engine/flows/ports.server";
import { findStandingCustomerId } from "~/pipeline/projections/customers/queries.server";
import type { Tx } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { deriveId } from "~/platform/ids.server";
import type { ShopRecord } from "~/shops/repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { customerNumberOf } from "../rules";
import type { ActionHandle } from "../schema";
import { ACTIONS } from "./catalogue.server";
import type { Answered } from "./repository.server";

type Asked = {
  handle: ActionHandle;
  /** As the schema of the handle has read them. */
  fields: Readonly<Record<string, unknown>>;
  /** As Shopify named the customer. */
  customer: unknown;
  actionRunId: string;
};

/** Whose budget it comes from, and what the log says it was part of. */
const FLOW_ID = "shopify-flow";

/** Does what is asked for, in the caller's transaction, and puts into words what came of it. */
export async function perform(
  tx: Tx,
  { shop, asked, now }: { shop: ShopRecord; asked: Asked; now: Date },
): Promise<Answered> {
  const shopId = shop.id;
  const { handle, fields, customer, actionRunId } = asked;
  const number = customerNumberOf(customer);
  const named = number === null ? null : deriveId(shopId, number);
  const customerId = named && (await findStandingCustomerId(tx, { shopId, customerId: named }));
  if (!customerId) return refuse(tx, { shopId, reason: "customer-unknown" });
  const { key, settingsOf, missing = "nothing-of-that-name" } = ACTIONS[handle];
  const settings = await settingsOf(tx, { shopId, fields: fields as never });
  if (!settings) return refuse(tx, { shopId, reason: missing });
  const action = flowPorts().actions.get(key);
  if (!action) throw new Error(`no action of flows has the key "${key}"`);
  const run = runOf({ customerId, actionRunId, now });
  const parsed: unknown = action.schema.parse(settings);
  const [result] = await action.perform(tx, { shopId, settings: parsed, runs: [run], now });
  if (!result) throw new Error(`the action "${key}" told nothing of its run`);
  await appendDecision(tx, {
    ...{ shopId, feature: action.textNamespace, reason: result.reason, params: result.params ?? {} },
    outcome: outcomeOf(result),
    ...{ customerId, subjectKind: FLOW_ID, subjectId: actionRunId, dedupeKey: run.effectKey, now },
  });
  const isDone = result.kind === "done" || result.kind === "pending";
  const t = await getTranslator(await languageOf(tx, shopId), action.textNamespace);
  return { isDone, message: t(`decisions.${result.reason}`, result.params ?? {}) };
}

/** What an action sees of it: a run of its own, of which nothing else is known. */
function runOf({
  customerId,
  actionRunId,
  now,
}: {
  customerId: string;
  actionRunId: string;
  now: Date;
}): ActingRun {
  const effectKey = `${FLOW_ID}:${actionRunId}`;
  return {
    ...{ customerId, subjectKind: null, subjectId: null, entryKey: effectKey, enteredAt: now, context: {} },
    ...{ runId: effectKey, flowId: FLOW_ID, version: 1, stepId: "action", effectKey },
  };
}

function outcomeOf(result: ActionResult) {
  if (result.kind === "done") return result.outcome;
  if (result.kind === "pending") return "went-on";
  return result.kind;
}

async function refuse(tx: Tx, { shopId, reason }: { shopId: string; reason: string }): Promise<Answered> {
  const t = await getTranslator(await languageOf(tx, shopId), "shopify-flow");
  return { isDone: false, message: t(`refused.${reason}`) };
}

async function languageOf(tx: Tx, shopId: string): Promise<string> {
  const schema = GeneralSettingsSchema;
  const { language } = await readSetting(tx, { shopId, key: GENERAL_SETTINGS_KEY, schema });
  return language === "auto" ? "en" : language;
}
