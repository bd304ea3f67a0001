import type { Db } from "~/platform/db.server";

/** When schedules last ticked, by name: a look that takes no lock. */
export async function listLastTicks(db: Db): Promise<Map<string, Date>> {
  const rows = await db.jobSchedule.findMany();
  return new Map(rows.map((row) => [row.name, row.lastTickAt]));
}

/** Claims the tick of a schedule. @returns true for exactly one caller per interval. */
export async function claimTick(
  db: Db,
  { name, everyMs, now }: { name: string; everyMs: number; now: Date },
): Promise<boolean> {
  const dueBefore = new Date(now.getTime() - everyMs);
  const nextTickAt = new Date(now.getTime() + everyMs);
  const count = await db.$executeRaw`
    INSERT INTO "JobSchedule" ("name", "lastTickAt", "nextTickAt") VALUES (${name}, ${now}, ${nextTickAt})
    ON CONFLICT ("name") DO UPDATE SET "lastTickAt" = ${now}, "nextTickAt" = ${nextTickAt} WHERE "JobSchedule"."lastTickAt" <= ${dueBefore}`;
  return count === 1;
}
