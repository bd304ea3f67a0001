import { type Db, dialectOf } from "~/platform/db.server";

/** Lets every insert into a table fail, as on a full disk, until the returned function is called. */
export async function refuseInserts(db: Db, table: "InboxDelivery"): Promise<() => Promise<void>> {
  const [refuse, allow] =
    dialectOf(db) === "sqlite"
      ? [
          `CREATE TRIGGER "no_space" BEFORE INSERT ON "${table}" BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
          'DROP TRIGGER "no_space"',
        ]
      : [
          `ALTER TABLE "${table}" ADD CONSTRAINT "no_space" CHECK (false) NOT VALID`,
          `ALTER TABLE "${table}" DROP CONSTRAINT "no_space"`,
        ];
  await db.$executeRawUnsafe(refuse);
  return async () => void (await db.$executeRawUnsafe(allow));
}
