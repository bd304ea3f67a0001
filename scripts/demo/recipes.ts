import { z } from "zod";

import type { DevStore } from "../../dev-store/start";
import type { Customer } from "../../dev-store/state/model";
import { openSideDatabase, type SideDatabase } from "../system/side-database";
import type { System } from "../system/start-system";
import { askAsMerchant, publishAsMerchant, readAsMerchant } from "./merchant";

/** What one recipe did, as the app and as the store and its mail server count it. */
export type RecipeFigures = {
  recipeKey: string;
  runCount: number;
  mails: { app: number; store: number };
  codes: { app: number; store: number };
  /** Customers who were given points by it, and those of them whose balance is the same in the store; null: it gives none. */
  pointed: { app: number; store: number } | null;
};

/** Recipes that give points instead of writing, by what the points are given for. */
const GIVES_POINTS: ReadonlyMap<string, string> = new Map([
  ["loyalty.anniversary-points", "anniversary"],
  ["loyalty.birthday-points", "birthday"],
]);

type FlowRow = { id: string; name: string; recipeKey: string; draftJson: string };

const GallerySchema = z.object({ recipes: z.array(z.object({ key: z.string() })) });

/** Takes every recipe of the gallery that is not in use yet and publishes it as it is, as a merchant does in the builder. */
export async function publishRecipes({ devStore, databaseUrl }: System): Promise<void> {
  const gallery = await readAsMerchant(devStore, "/app/flows/new.data", "routes/app.flows.new");
  const database = openSideDatabase(databaseUrl);
  const used = new Set((await listFlows(database)).map(({ recipeKey }) => recipeKey));
  const unused = GallerySchema.parse(gallery).recipes.filter(({ key }) => !used.has(key));
  for (const { key: recipeKey } of unused)
    await askAsMerchant(devStore, "/app/flows/new.data", { recipeKey });
  const flows = await listFlows(database);
  await database.close();
  for (const { id, name, draftJson } of flows.filter(({ recipeKey }) => !used.has(recipeKey)))
    await publishAsMerchant(devStore, { flowId: id, name, written: draftJson });
}

function listFlows(database: SideDatabase): Promise<FlowRow[]> {
  return database.query<FlowRow>(
    `SELECT "id", "name", "recipeKey", "draftJson" FROM "Flow" WHERE "recipeKey" IS NOT NULL ORDER BY "recipeKey"`,
  );
}

/** What became of the published recipes. */
export async function readRecipes({ devStore, databaseUrl }: System): Promise<RecipeFigures[]> {
  const database = openSideDatabase(databaseUrl);
  try {
    const figures: RecipeFigures[] = [];
    for (const flow of await listFlows(database)) figures.push(await figuresOf(database, devStore, flow));
    return figures;
  } finally {
    await database.close();
  }
}

async function figuresOf(
  database: SideDatabase,
  devStore: DevStore,
  { id: flowId, recipeKey }: FlowRow,
): Promise<RecipeFigures> {
  const runs = await database.query<{ contextJson: string }>(
    `SELECT "contextJson" FROM "FlowRun" WHERE "flowId" = ?`,
    [flowId],
  );
  const messages = await database.query<{ messageId: string; state: string }>(
    `SELECT m."messageId", m."state" FROM "Message" m JOIN "FlowRun" r ON r."id" = m."subjectId"
     WHERE m."purpose" = 'flows' AND r."flowId" = ?`,
    [flowId],
  );
  // What was tidied away since is in the store no more.
  const issued = await database.query<{ id: string; code: string }>(
    `SELECT "id", "code" FROM "IssuedCode" WHERE "discountGid" IS NOT NULL AND "removedAt" IS NULL`,
  );
  const given = new Set(
    runs.map(({ contextJson }) => (JSON.parse(contextJson) as { codeId?: string }).codeId),
  );
  const codes = issued.filter((code) => given.has(code.id));
  const ids = new Set(messages.map(({ messageId }) => bare(messageId)));
  const discounts = new Set([...devStore.store.discounts.values()].map(({ code }) => code));
  return {
    recipeKey,
    runCount: runs.length,
    mails: {
      app: messages.filter(({ state }) => state === "sent").length,
      store: devStore.mail.mails.filter(({ messageId }) => ids.has(bare(messageId))).length,
    },
    codes: { app: codes.length, store: codes.filter(({ code }) => discounts.has(code)).length },
    pointed: await pointedBy(database, devStore, recipeKey),
  };
}

async function pointedBy(database: SideDatabase, { store }: DevStore, recipeKey: string) {
  const sourceKind = GIVES_POINTS.get(recipeKey);
  if (!sourceKind) return null;
  const people = await database.query<{ gid: string; available: number }>(
    `SELECT c."gid", SUM(l."available") AS "available" FROM "PointsLot" l
     JOIN "Customer" c ON c."id" = l."customerId"
     WHERE c."id" IN (SELECT "customerId" FROM "PointsLot" WHERE "sourceKind" = ?) GROUP BY c."gid"`,
    [sourceKind],
  );
  const same = people.filter(({ gid, available }) => {
    const customer = store.customers.get(Number(gid.split("/").at(-1)));
    return customer !== undefined && pointsTold(customer) === Number(available);
  });
  return { app: people.length, store: same.length };
}

/** The points somebody can spend, as the store was told. */
export function pointsTold({ metafields }: Pick<Customer, "metafields">): number {
  return Number(metafields.find(({ key }) => key === "points_balance")?.value ?? 0);
}

function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, "");
}
