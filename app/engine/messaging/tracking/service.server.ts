import { isbot } from "isbot";

import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { scrubError } from "~/platform/scrub";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { findWishes } from "../preferences/wishes.server";
import { judgeClickJob } from "./jobs.server";
import { type LinkRef, readClickToken, readOpenToken } from "./links.server";
import { countOpen, findClickedMail, findLinkUrl, insertClick } from "./repository.server";
import { type ClickSignal, HONEYPOT_POSITION, JUDGED_AFTER_MS } from "./rules/judge-click";
import { openKindOf } from "./rules/open-kind";
import { MEASUREMENT_SETTINGS_KEY, type MeasurementSettings, MeasurementSettingsSchema } from "./schema";
import { markAddress } from "./visitor-mark.server";

export type FollowResult =
  | { outcome: "redirect"; url: string }
  /** The hidden link: there is nothing to see. */
  | { outcome: "nowhere" }
  /** Not one of our links, or of a mail that is no more. */
  | { outcome: "gone" };

/** Whether a token is of a link that we made. */
export function isClickToken(token: string): boolean {
  return readClickToken(token) !== null;
}

/** Whether a token is of a picture that we made. */
export function isOpenToken(token: string): boolean {
  return readOpenToken(token) !== null;
}

/**
 * Where a link of a mail leads; that somebody followed it is written down, unless they opted out.
 *
 * A click that cannot be written down leads on all the same.
 */
export async function followLink(
  db: RootDb,
  { token, request, now }: { token: string; request: Request; now: Date },
): Promise<FollowResult> {
  const link = readClickToken(token);
  if (!link) return { outcome: "gone" };
  const isHidden = link.position === HONEYPOT_POSITION;
  const url = isHidden ? null : await findLinkUrl(db, link);
  if (!isHidden && url === null) return { outcome: "gone" };
  try {
    await inTransaction(db, (tx) => recordClick(tx, { link, signal: signalOf(request), now }), {
      shopId: link.shopId,
    });
  } catch (error) {
    logger.error({ error: scrubError(error) }, "a click could not be written down");
  }
  if (url === null) return { outcome: "nowhere" };
  return { outcome: "redirect", url: await markAddress(db, { url, mail: link, now }) };
}

function signalOf(request: Request): ClickSignal | null {
  if (request.method === "HEAD") return "head";
  const purpose = request.headers.get("Sec-Purpose") ?? request.headers.get("Purpose") ?? "";
  if (/prefetch|preview/i.test(purpose)) return "prefetch";
  const agent = request.headers.get("User-Agent") ?? "";
  return agent.trim() === "" || isbot(agent) ? "agent" : null;
}

async function recordClick(
  tx: Tx,
  { link, signal, now }: { link: LinkRef; signal: ClickSignal | null; now: Date },
): Promise<void> {
  const { shopId, messageId, position } = link;
  const mail = await findClickedMail(tx, { shopId, messageId });
  if (!mail) return;
  const { customerId, toAddress } = mail;
  const { isTrackingOff } = await findWishes(tx, { shopId, customerId, address: toAddress || null, now });
  if (isTrackingOff) return;
  const click = { shopId, messageId, customerId, position, signal, clickedAt: now };
  const clickId = await insertClick(tx, click);
  if (signal !== null) return;
  await enqueueJob(tx, judgeClickJob, {
    payload: { shopId, messageId, clickId },
    shopId,
    now,
    runAt: new Date(now.getTime() + JUDGED_AFTER_MS),
    dedupeKey: clickId,
  });
}

/** Counts that the picture of a mail was loaded, where the shop counts that and the person did not opt out. */
export async function recordOpen(
  db: RootDb,
  { token, request, now }: { token: string; request: Request; now: Date },
): Promise<void> {
  const ref = readOpenToken(token);
  if (!ref) return;
  const { shopId, messageId } = ref;
  const agent = request.headers.get("User-Agent") ?? "";
  await inTransaction(
    db,
    async (tx) => {
      const mail = await findClickedMail(tx, ref);
      if (!mail || !(await readMeasurement(tx, { shopId })).areOpensCounted) return;
      const { customerId, toAddress } = mail;
      const { isTrackingOff } = await findWishes(tx, { shopId, customerId, address: toAddress || null, now });
      if (isTrackingOff) return;
      const kind = openKindOf(agent, isbot(agent));
      await countOpen(tx, { shopId, messageId, kind, customerId, now });
    },
    { shopId },
  );
}

/** How a shop measures its mails. */
export function readMeasurement(db: Db, { shopId }: { shopId: string }): Promise<MeasurementSettings> {
  return readSetting(db, { shopId, key: MEASUREMENT_SETTINGS_KEY, schema: MeasurementSettingsSchema });
}

/** Saves how a shop measures its mails, whole; for mails that are written from now on. */
export async function saveMeasurement(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: MeasurementSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: MEASUREMENT_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}
