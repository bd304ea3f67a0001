import type { SentMail } from "../../dev-store/context";
import { comparePairs } from "../demo/check";
import { openSideDatabase, type SideDatabase } from "../system/side-database";
import type { System } from "../system/start-system";
import { flowFindings } from "./flow";

/** One thing that must hold after the kills, with what was found. */
export type Finding = { name: string; found: string; isRight: boolean };

/** What a mail whose fate nobody knows may change: everything that is counted by mails. */
const COUNTED_BY_MAILS = ["recovery mails delivered", "dashboard: recovery rate, %"];

/** Looks at the app's tables and at what really arrived at the store and in the mailboxes. */
export async function lookAround(system: System): Promise<Finding[]> {
  const database = openSideDatabase(system.databaseUrl);
  try {
    return [
      ...(await deliveries(system, database)),
      ...(await mails(system, database)),
      ...(await codes(database)),
      ...(await flowFindings(system, database)),
      ...(await pairs(system, database)),
    ];
  } finally {
    await database.close();
  }
}

async function countOf(database: SideDatabase, from: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`SELECT count(*) AS "count" FROM ${from}`);
  return row?.count ?? 0;
}

/** Every delivery that was answered 2xx is in the inbox once, and settled. */
async function deliveries({ devStore }: System, database: SideDatabase): Promise<Finding[]> {
  const { delivered, failed, pending } = devStore.webhooks.counts();
  const stored = await countOf(database, `"InboxDelivery"`);
  const settled = await countOf(database, `"InboxDelivery" WHERE "state" IN ('projected', 'ignored')`);
  const twice = await countOf(
    database,
    `(SELECT "webhookId" FROM "InboxDelivery" GROUP BY "shopId", "webhookId" HAVING count(*) > 1) d`,
  );
  const events = await countOf(database, `"DomainEvent" WHERE "type" = 'order.placed'`);
  const sources = await countOf(
    database,
    `(SELECT DISTINCT "subjectId" FROM "DomainEvent" WHERE "type" = 'order.placed') e`,
  );
  return [
    {
      name: "deliveries: accepted, kept, settled",
      found: `${delivered}, ${stored}, ${settled} (the store gave up ${failed}, has ${pending} waiting)`,
      isRight: stored === settled && stored >= delivered && stored <= delivered + failed && twice === 0,
    },
    { name: "orders told of once each", found: `${events} of ${sources}`, isRight: events === sources },
  ];
}

/** No mail arrived twice; each that is sent arrived; those of unknown fate are few and shown. */
async function mails({ devStore }: System, database: SideDatabase): Promise<Finding[]> {
  const arrived = devStore.mail.mails as readonly SentMail[];
  const ids = new Set(arrived.map((mail) => mail.messageId));
  const rows = await database.query<{ messageId: string; state: string }>(
    `SELECT "messageId", "state" FROM "Message"`,
  );
  const bare = (id: string) => id.replace(/^<|>$/g, "");
  const known = new Map(rows.map(({ messageId, state }) => [bare(messageId), state]));
  const unknown = [...ids].filter((id) => !known.has(bare(id)));
  const arrivedIds = new Set([...ids].map(bare));
  const lost = rows.filter(({ messageId, state }) => state === "sent" && !arrivedIds.has(bare(messageId)));
  const uncertain = rows.filter(({ state }) => state === "uncertain");
  return [
    {
      name: "mails: arrived, different ones",
      found: `${arrived.length}, ${ids.size}`,
      isRight: arrived.length === ids.size && unknown.length === 0,
    },
    {
      name: "mails said to be sent that did not arrive",
      found: `${lost.length} (${uncertain.length} of unknown fate, shown to the merchant)`,
      isRight: lost.length === 0,
    },
  ];
}

async function codes(database: SideDatabase): Promise<Finding[]> {
  const issued = await countOf(database, `"IssuedCode" WHERE "discountGid" IS NOT NULL`);
  const occasions = await countOf(database, `(SELECT DISTINCT "occasionKey" FROM "IssuedCode") c`);
  return [
    { name: "codes: one an occasion", found: `${issued} of ${occasions}`, isRight: issued === occasions },
  ];
}

/** What the app says and what the store itself counted. */
async function pairs(system: System, database: SideDatabase): Promise<Finding[]> {
  const uncertain = await countOf(database, `"Message" WHERE "state" = 'uncertain'`);
  return (await comparePairs(system)).map(({ name, app, store, isSame }) => ({
    name,
    found: `${app}, store ${store}`,
    isRight: isSame || (COUNTED_BY_MAILS.includes(name) && uncertain > 0),
  }));
}
