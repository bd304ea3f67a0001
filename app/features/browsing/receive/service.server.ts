import { isbot } from "isbot";

import { createHmac } from "node:crypto";

import { deriveKey } from "~/platform/crypto.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { readBytes } from "~/platform/request-body.server";
import { getSecret } from "~/platform/secrets.server";
import { findShop } from "~/shops/repository.server";

import { readPixel } from "../pixel/origins.server";
import { isOriginKnown } from "../rules";
import { type Batch, BatchSchema, MOST_BYTES } from "../schema";
import { isAsked, rememberAsked } from "../traffic/asked-hours.server";
import { askForCount } from "../traffic/jobs.server";
import { pageOf } from "../traffic/rules/page-of";
import { isInSample } from "../traffic/rules/sample";
import { takeBatch } from "./take-batch.server";

export type ReceiveResult =
  /** Taken, or nothing of it wanted: a browser is not told which. */
  | { outcome: "received" }
  | { outcome: "malformed"; error: string }
  | { outcome: "unknown-account" }
  | { outcome: "foreign-origin" };

export type Sent = {
  body: string;
  /** Null: the request told none, so no browser sent it. */
  origin: string | null;
  userAgent: string;
  now: Date;
};

/** The body of a request; null when it is longer than a pixel ever sends. */
export async function readBatchBody(request: Request): Promise<string | null> {
  return (await readBytes(request, MOST_BYTES))?.toString("utf8") ?? null;
}

/** What a body says, or what is wrong with it. */
export function parseBatch(
  body: string,
): { kind: "batch"; batch: Batch } | { kind: "malformed"; error: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { kind: "malformed", error: "the body is not JSON" };
  }
  const parsed = BatchSchema.safeParse(json);
  if (parsed.success) return { kind: "batch", batch: parsed.data };
  const [issue] = parsed.error.issues;
  return { kind: "malformed", error: `${issue?.path.join(".") || "$"}: ${issue?.message ?? "unusable"}` };
}

/**
 * Takes what a browser tells.
 *
 * Nothing in it is believed that a stranger could say of somebody else: see README, "What a stranger can do". Without
 * consent to both purposes nothing is kept, and what was kept of the browser is forgotten.
 */
export async function receiveBatch(
  db: RootDb,
  batch: Batch,
  { origin, userAgent, now }: Omit<Sent, "body">,
): Promise<Exclude<ReceiveResult, { outcome: "malformed" }>> {
  const shop = await findShop(db, { shopId: batch.account });
  if (!shop || shop.uninstalledAt !== null) return { outcome: "unknown-account" };
  const shopId = shop.id;
  const pixel = await readPixel(db, { shop });
  if (!isOriginKnown(origin, pixel.origins)) return { outcome: "foreign-origin" };
  if (!pixel.settings.isOn || isbot(userAgent)) return { outcome: "received" };
  const visitorKey = keyOf("browse-visitor", { shopId, client: batch.client });
  // What counts visits cannot be held together with what is known of people.
  const browserKey = keyOf("visit-browser", { shopId, client: batch.client });
  const { samplePercent } = pixel;
  const page = isInSample(batch.client, samplePercent)
    ? pageOf(batch, { shopId, browserKey, samplePercent, now })
    : null;
  const hour = { shopId, now };
  const isCounted = await inTransaction(
    db,
    async (tx) => {
      const isPageKept = await takeBatch(tx, { shopId, visitorKey, browserKey, batch, page, now });
      if (isPageKept && !isAsked(db, hour)) await askForCount(tx, hour);
      return isPageKept;
    },
    { shopId },
  );
  if (isCounted) rememberAsked(db, hour);
  return { outcome: "received" };
}

/** The name Shopify gave the browser is not kept. */
function keyOf(
  purpose: "browse-visitor" | "visit-browser",
  { shopId, client }: { shopId: string; client: string },
): string {
  return createHmac("sha256", deriveKey(getSecret(), purpose))
    .update(`${shopId}\n${client}`)
    .digest("base64url");
}
