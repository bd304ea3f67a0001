import type { z } from "zod";

import type { RootDb } from "~/platform/db.server";
import { admitVisit } from "~/platform/rate-limit.server";
import { readBytes } from "~/platform/request-body.server";

import type { HoldView } from "../schema";
import { cancelRedemption, redeemReward } from "../storefront/service.server";
import { CancelBodySchema, problemOf, RedeemBodySchema } from "./schema";

const MOST_BYTES = 4_000;

type Asked = { shopId: string; customerId: string; request: Request; now: Date };
type Wrong = { status: 400 | 429; error: string };

type RedeemAnswer =
  | { status: 200; outcome: "redeemed"; hold: HoldView }
  /** A no of the programme; `reason` names the sentence. */
  | { status: 422; outcome: "refused"; reason: string; params: Readonly<Record<string, number>> }
  | Wrong;

/** Exchanges a customer's points for a reward, as an extension asks for it. Once per idempotency key. */
export async function redeemByExtension(db: RootDb, asked: Asked): Promise<RedeemAnswer> {
  const { shopId, customerId, now } = asked;
  const read = await readBody(asked.request, RedeemBodySchema);
  if (read.kind === "wrong") return { status: 400, error: read.error };
  if (await comesTooOften(db, asked)) return { status: 429, error: "too-often" };
  const result = await redeemReward(db, { shopId, customerId, ...read.body, now });
  return result.outcome === "redeemed"
    ? { status: 200, outcome: "redeemed", hold: result.redemption }
    : { status: 422, ...result };
}

type CancelAnswer =
  { status: 200; outcome: "cancelled" } | { status: 422; outcome: "refused"; reason: string } | Wrong;

/** Gives a reward back, as an extension asks for it. */
export async function cancelByExtension(db: RootDb, asked: Asked): Promise<CancelAnswer> {
  const { shopId, customerId, now } = asked;
  const read = await readBody(asked.request, CancelBodySchema);
  if (read.kind === "wrong") return { status: 400, error: read.error };
  if (await comesTooOften(db, asked)) return { status: 429, error: "too-often" };
  const { redemptionId } = read.body;
  const result = await cancelRedemption(db, { shopId, customerId, redemptionId, now });
  return result.outcome === "cancelled" ? { status: 200, outcome: "cancelled" } : { status: 422, ...result };
}

async function comesTooOften(db: RootDb, { shopId, customerId }: Asked): Promise<boolean> {
  const { outcome } = await admitVisit(db, { redemption: `${shopId}/${customerId}` });
  return outcome === "limited";
}

type Read<Body> = { kind: "body"; body: Body } | { kind: "wrong"; error: string };

async function readBody<Body>(
  request: Request,
  schema: z.ZodType<Body, z.ZodTypeDef, unknown>,
): Promise<Read<Body>> {
  const bytes = await readBytes(request, MOST_BYTES);
  if (!bytes) return { kind: "wrong", error: `body: larger than ${MOST_BYTES} bytes` };
  const parsed = schema.safeParse(parseJson(bytes.toString("utf8")));
  return parsed.success
    ? { kind: "body", body: parsed.data }
    : { kind: "wrong", error: problemOf(parsed.error) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
