/*
 * Limits on addresses that anybody may open. Counts are kept in the database, so that all processes count together, and
 * go by the machine's clock: they are about living visitors. While the database does not answer, each process counts
 * for itself.
 */
import { createHmac } from "node:crypto";

import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";

import { wallNow } from "./clock.server";
import { deriveKey } from "./crypto.server";
import type { Db, RootDb } from "./db.server";
import { logger } from "./logger.server";
import { scrubError } from "./scrub";
import { getSecret } from "./secrets.server";

/** Visits within a span, by whom they are counted. A whole office, or the scanner of a mail provider, has one address. */
const LIMITS = {
  /** One link of a mail: a person opens it a few times. */
  link: { visits: 60, perSeconds: 60 },
  /** All links from one address. */
  visitor: { visits: 600, perSeconds: 60 },
  /** What pixels send from one address, and for one shop. */
  "pixel-visitor": { visits: 240, perSeconds: 60 },
  "pixel-shop": { visits: 6_000, perSeconds: 60 },
  /** A signed call from a page of the store: played once. The span outlives the call's timestamp. */
  "proxy-signature": { visits: 1, perSeconds: 240 },
  /**
   * What one signed-in person does on the pages of a store, and all of a store together; who is not signed in is counted
   * apart, as anybody can call so as often as they like.
   */
  "proxy-person": { visits: 60, perSeconds: 60 },
  "proxy-shop": { visits: 6_000, perSeconds: 60 },
  "proxy-guests": { visits: 3_000, perSeconds: 60 },
  /** Signing in from one address. */
  "sign-in": { visits: 120, perSeconds: 60 },
  /** Parts of files from one shop. The span is shorter than a browser goes on trying a part. */
  upload: { visits: 400, perSeconds: 10 },
  /** What extensions in the account and the checkout ask from one address. */
  "extension-visitor": { visits: 600, perSeconds: 60 },
  /** What one customer, or one member of the staff at the till, asks. */
  "extension-person": { visits: 120, perSeconds: 60 },
  /** Answers to the question after a purchase from one address: a family orders now and then. */
  "survey-visitor": { visits: 20, perSeconds: 60 },
  /** Rewards that one customer asks for. */
  redemption: { visits: 10, perSeconds: 60 },
  /** Test mails of one shop. */
  "test-mail": { visits: 10, perSeconds: 600 },
} as const;

export type LimitName = keyof typeof LIMITS;

export type Admission = { outcome: "admitted" } | { outcome: "limited"; retryAfterSeconds: number };

type Limiter = RateLimiterPrisma;

const limiters = new WeakMap<RootDb, Map<LimitName, Limiter>>();

function limiterOf(db: RootDb, name: LimitName): Limiter {
  const ofDb = limiters.get(db) ?? new Map<LimitName, Limiter>();
  limiters.set(db, ofDb);
  const known = ofDb.get(name);
  if (known) return known;
  const { visits, perSeconds } = LIMITS[name];
  const counted = { keyPrefix: name, points: visits, duration: perSeconds };
  const limiter = new RateLimiterPrisma({
    ...counted,
    storeClient: db,
    tableName: "rateLimit",
    // Who is over the limit is not counted on: no write to the database for each further visit.
    inMemoryBlockOnConsumed: visits + 1,
    inMemoryBlockDuration: perSeconds,
    insuranceLimiter: new RateLimiterMemory(counted),
    // `forgetVisits` does it: once for all processes, and not on a client that was closed meanwhile.
    clearExpiredByTimeout: false,
  });
  ofDb.set(name, limiter);
  return limiter;
}

/**
 * Counts a visit and says whether it is one too many. By every limit given, in that order; null: there is nobody to count
 * it for. What one limit refuses the next ones do not hear of: who comes too often must neither use up what they share
 * with others, nor have a row written for each new link that they make up.
 *
 * @param visits Who visits, by limit: the visitor's address, a link's token, a shop's id. Only a keyed hash is kept.
 */
export async function admitVisit(
  db: RootDb,
  visits: Partial<Record<LimitName, string | null>>,
): Promise<Admission> {
  for (const name of Object.keys(visits) as LimitName[]) {
    const who = visits[name];
    const retryAfterSeconds = who ? await countVisit(limiterOf(db, name), who) : 0;
    if (retryAfterSeconds > 0) return { outcome: "limited", retryAfterSeconds };
  }
  return { outcome: "admitted" };
}

/** Deletes the counts of spans that are over. @returns how many. Safe to repeat. */
export async function forgetVisits(db: Db): Promise<number> {
  const { count } = await db.rateLimit.deleteMany({ where: { expire: { lt: wallNow() } } });
  return count;
}

/** The answer to a program that comes too often; people get a page. */
export function tooManyRequests({ retryAfterSeconds }: { retryAfterSeconds: number }): Response {
  return new Response(`Too many requests. Try again in ${retryAfterSeconds} s.`, {
    status: 429,
    headers: { "Retry-After": String(retryAfterSeconds), "Content-Type": "text/plain" },
  });
}

/** @returns seconds to wait; 0 when the visit is admitted. */
async function countVisit(limiter: Limiter, who: string): Promise<number> {
  try {
    await limiter.consume(keyOf(who));
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    // A visitor must not suffer from our failure to count.
    logger.error({ error: scrubError(refusal) }, "a visit could not be counted");
    return 0;
  }
}

function keyOf(who: string): string {
  return createHmac("sha256", deriveKey(getSecret(), "rate-limit")).update(who).digest("base64url");
}

/**
 * The visitor's address out of what server.ts tells of a request; null when it is not told.
 *
 * Of IPv6 the network: a visitor has all addresses of one.
 */
export function visitorOf(context: { clientIp?: unknown }): string | null {
  const { clientIp } = context;
  if (typeof clientIp !== "string" || clientIp === "") return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(clientIp)?.[1];
  if (mapped) return mapped;
  return clientIp.includes(":") ? networkOf(clientIp) : clientIp;
}

const GROUPS = 8;
const NETWORK_GROUPS = 4;

function networkOf(address: string): string {
  const [head = "", tail = ""] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, GROUPS - before.length - after.length) }, () => "0");
  const groups = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS);
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, "")).join(":");
}
