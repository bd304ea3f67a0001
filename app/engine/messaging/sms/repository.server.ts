import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

export type Texted = { shopId: string; messageId: string; customerId: string | null };

/** The last text message that each shop sent to a number. All shops write from one number: an answer is to each. */
export async function listTextedOfAllShops(
  db: Db,
  { addressHash }: { addressHash: string },
): Promise<Texted[]> {
  const rows = await acrossShops("an answer is to every shop that wrote", () =>
    db.message.findMany({
      where: { addressHash, channel: "sms", claimedAt: { not: null } },
      orderBy: { createdAt: "desc" },
      distinct: ["shopId"],
      select: { shopId: true, id: true, customerId: true },
    }),
  );
  return rows.map(({ id: messageId, ...row }) => ({ ...row, messageId }));
}
