import { z } from "zod";

import type { Person } from "~/kit/person";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { defineOutsideJob, RetryAt, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import { logger } from "~/platform/logger.server";
import type { PrivacyHook, RedactStep } from "~/platform/privacy/hook";
import { keysOf } from "~/platform/privacy/named";
import { listPrivacyHooks } from "~/platform/privacy/registry.server";
import { enforceRule } from "~/platform/privacy/enforce-rule.server";
import { forgetVisits } from "~/platform/rate-limit.server";
import { saveErased } from "~/shops/erased/repository.server";
import { uninstallShop } from "~/shops/lifecycle.server";
import { checkRemoval } from "~/shops/removal.server";
import { findShop, getShop, listShopIds, listShopIdsUninstalledBefore } from "~/shops/repository.server";

import { sendNotice } from "./intents.server";
import {
  claimErased,
  findRequest,
  listUndoneRequestsOfAllShops,
  saveExport,
  updateSubject,
} from "./repository.server";
import { exportToJson } from "./rules/export-file";
import { personOf, sizeOf, union } from "./rules/person";
import type { RequestKind, Subject } from "./schema";

const RequestPayload = z.object({ shopId: z.string(), requestId: z.string() });

/** Rows that one transaction deletes: others must get their turn. */
const ROWS_AT_ONCE = 2_000;

/** Puts together what we hold about a person, for the store's owner. Safe to repeat: the first file stays. */
export const prepareExport = defineOutsideJob({
  name: "privacy.prepare-export",
  schema: RequestPayload,
  maxAttempts: 20,
  priority: 150,
  async run({ shopId, requestId }, { db, now }) {
    const request = await findRequest(db, { shopId, requestId });
    if (!request?.subject || request.state !== "received") return;
    const shop = await getShop(db, { shopId });
    const person = await identify(db, { shopId, person: personOf(shopId, request.subject) });
    const tables = [];
    for (const hook of listPrivacyHooks()) tables.push(...(await hook.exportOf(db, { shopId, person })));
    const counts = Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]));
    const json = exportToJson({ shop: shop.domain, preparedAt: now.toISOString(), tables });
    await inTransaction(
      db,
      async (tx) => {
        if (!(await saveExport(tx, { shopId, requestId, json, counts, now }))) return;
        const notice = { shopId, dedupeKey: `privacy-notice:${requestId}`, payload: { requestId } };
        await enqueueIntent(tx, sendNotice, { ...notice, customerId: null, now });
      },
      { shopId },
    );
  },
});

/**
 * Erases a person from every room's tables.
 *
 * First it is written down by which keys they must not come back; from then on projections leave them out. Then room by
 * room in small steps. Safe to repeat after a stop anywhere: what was found out about the person is kept until the end.
 */
export const redactPerson = defineOutsideJob({
  name: "privacy.redact-person",
  schema: RequestPayload,
  maxAttempts: 20,
  priority: 40,
  async run({ shopId, requestId }, { db, now }) {
    const request = await findRequest(db, { shopId, requestId });
    if (!request?.subject || request.state !== "received") return;
    const person = await begin(db, { shopId, requestId, subject: request.subject, now });
    const counts: Record<string, number> = {};
    for (const hook of listPrivacyHooks()) {
      for (const [table, count] of await redactRoom(db, { hook, shopId, person }))
        counts[table] = (counts[table] ?? 0) + count;
    }
    await inTransaction(db, (tx) => claimErased(tx, { shopId, requestId, counts, now }), { shopId });
  },
});

/** @returns rows by table. */
async function redactRoom(
  db: RootDb,
  { hook, shopId, person }: { hook: PrivacyHook; shopId: string; person: Person },
): Promise<[string, number][]> {
  const counts: [string, number][] = [];
  for (let cursor: string | null = null, isBegun = false; cursor !== null || !isBegun; isBegun = true) {
    const asked = { shopId, person, cursor };
    const step: RedactStep = await inTransaction(db, (tx) => hook.redact(tx, asked), { shopId });
    counts.push(...Object.entries(step.counts));
    cursor = step.cursor;
  }
  return counts;
}

function begin(
  db: RootDb,
  { shopId, requestId, subject, now }: { shopId: string; requestId: string; subject: Subject; now: Date },
): Promise<Person> {
  return inTransaction(
    db,
    async (tx) => {
      const person = await identify(tx, { shopId, person: personOf(shopId, subject) });
      await saveErased(tx, { shopId, keys: [...keysOf({ shopId, person })], erasedAt: now });
      const found = mutableCopy(person);
      await updateSubject(tx, { shopId, requestId, subject: { ...subject, found } });
      return person;
    },
    { shopId },
  );
}

function mutableCopy(person: Person) {
  return {
    customerIds: [...person.customerIds],
    orderIds: [...person.orderIds],
    checkoutIds: [...person.checkoutIds],
    emails: [...person.emails],
    phones: [...person.phones],
  };
}

/** Asks every room what else names the person, until no room knows more. */
export async function identify(
  db: Db,
  { shopId, person }: { shopId: string; person: Person },
): Promise<Person> {
  let known = person;
  for (let before = -1; before !== sizeOf(known);) {
    before = sizeOf(known);
    for (const hook of listPrivacyHooks()) {
      const more = await hook.identify?.(db, { shopId, person: known });
      if (more) known = union(known, more);
    }
  }
  return known;
}

const EraseSchema = z.object({ shopId: z.string(), isAfterwards: z.boolean() });

/**
 * Deletes everything of a shop that removed the app, table by table. The job belongs to no shop: it must outlive its
 * own work. Jobs of the shop that were running may still write a little: an hour later it is looked for again.
 *
 * A shop that has the app again is left alone, also in the middle. Safe to repeat.
 */
export const eraseShop = defineOutsideJob({
  name: "privacy.erase-shop",
  schema: EraseSchema,
  maxAttempts: 50,
  priority: 150,
  async run({ shopId, isAfterwards }, { db, now }) {
    const domain = (await findShop(db, { shopId }))?.domain ?? "";
    for (const hook of listPrivacyHooks()) {
      for (let deleted = 1; deleted > 0;) {
        deleted = await inTransaction(
          db,
          async (tx) => {
            const shop = await findShop(tx, { shopId });
            if (shop && shop.uninstalledAt === null) return 0;
            return hook.eraseShop(tx, { shopId, domain, limit: ROWS_AT_ONCE });
          },
          { shopId },
        );
      }
    }
    if (isAfterwards) return;
    const runAt = new Date(now.getTime() + HOUR_MS);
    await inTransaction(db, (tx) =>
      enqueueJob(tx, eraseShop, {
        payload: { shopId, isAfterwards: true },
        shopId: null,
        now,
        runAt,
        dedupeKey: `${shopId}:afterwards`,
      }),
    );
  },
});

/**
 * A shop is to be erased whose removal nobody told us of: while we were away, say. When Shopify lets us in no more, it was
 * removed, and is erased; else the notice is an old one, and nothing happens. Safe to repeat.
 */
export const confirmRemoval = defineOutsideJob({
  name: "privacy.confirm-removal",
  schema: z.object({ shopId: z.string(), removedAt: z.string().datetime() }),
  maxAttempts: 50,
  priority: 150,
  async run({ shopId, removedAt }, { db, now }) {
    const shop = await findShop(db, { shopId });
    if (!shop) return; // Erased.
    const removal =
      shop.uninstalledAt === null ? await checkRemoval(shop.domain) : ({ kind: "removed" } as const);
    if (removal.kind === "unavailable")
      throw new RetryAt(new Date(now.getTime() + Math.max(removal.retryAfterMs, MINUTE_MS)), removal.error);
    if (removal.kind === "installed") {
      logger.warn({ shopId }, "asked to erase a shop that has the app: nothing was erased");
      return;
    }
    await inTransaction(
      db,
      async (tx) => {
        await uninstallShop(tx, { shopId, at: new Date(removedAt), now });
        // It has been set up since: then it has the app again.
        if ((await getShop(tx, { shopId })).uninstalledAt === null) return;
        const payload = { shopId, isAfterwards: false };
        await enqueueJob(tx, eraseShop, { payload, shopId: null, now, dedupeKey: shopId });
      },
      { shopId },
    );
  },
});

/** Deletes or empties what is older than its period, in small steps. Safe to repeat. */
export const enforceRetention = defineOutsideJob({
  name: "privacy.enforce-retention",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 10,
  priority: 200,
  async run({ shopId }, { db, now }) {
    const periods = getEnv().RETENTION_DAYS;
    for (const rule of listPrivacyHooks().flatMap((hook) => hook.retention)) {
      const before = new Date(now.getTime() - periods[rule.period] * DAY_MS);
      for (let count = ROWS_AT_ONCE; count >= ROWS_AT_ONCE;) {
        const once = { rule, shopId, before, limit: ROWS_AT_ONCE };
        count = await inTransaction(db, (tx) => enforceRule(tx, once), { shopId });
      }
    }
  },
});

/** The work of a request. Safe to repeat: one that waits or runs is left alone, one that was given up begins anew. */
export function enqueueRequest(
  tx: Tx,
  { kind, now, ...payload }: { shopId: string; requestId: string; kind: RequestKind; now: Date },
): Promise<void> {
  const { shopId, requestId: dedupeKey } = payload;
  const job = kind === "redact" ? redactPerson : prepareExport;
  return enqueueJob(tx, job, { payload, shopId, now, dedupeKey });
}

/** Once a day: requests whose work was given up, every shop's periods, and the end of the grace period of shops that removed the app. */
export const sweepRetention: Schedule = {
  name: "privacy.sweep-retention",
  everyMs: DAY_MS - HOUR_MS,
  async run(tx, now) {
    const yesterday = new Date(now.getTime() - DAY_MS);
    for (const undone of await listUndoneRequestsOfAllShops(tx, { before: yesterday }))
      await enqueueRequest(tx, { ...undone, now });
    for (const shopId of await listShopIds(tx)) {
      await enqueueJob(tx, enforceRetention, { payload: { shopId }, shopId, now, dedupeKey: shopId });
    }
    const before = new Date(now.getTime() - getEnv().RETENTION_DAYS["uninstalled-shop"] * DAY_MS);
    for (const shopId of await listShopIdsUninstalledBefore(tx, { before })) {
      await enqueueJob(tx, eraseShop, {
        payload: { shopId, isAfterwards: false },
        shopId: null,
        now,
        dedupeKey: shopId,
      });
    }
  },
};

/** Who opened a public address is counted for minutes, and known no longer. */
export const sweepVisits: Schedule = {
  name: "privacy.sweep-visits",
  everyMs: 5 * MINUTE_MS,
  async run(tx) {
    await forgetVisits(tx);
  },
};
