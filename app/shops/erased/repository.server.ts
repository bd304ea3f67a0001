import type { Db } from "~/platform/db.server";
import { erasedKeyHash } from "~/platform/privacy/stub.server";

/** Whether anybody of the shop was erased: nearly always the only question. */
export async function hasErased(db: Db, { shopId }: { shopId: string }): Promise<boolean> {
  return (await db.erasedKey.findFirst({ where: { shopId }, select: { keyHash: true } })) !== null;
}

/** Which of the keys (platform/privacy/named) named somebody who was erased, and when that was last. */
export async function listErased(
  db: Db,
  { shopId, keys }: { shopId: string; keys: readonly string[] },
): Promise<Map<string, Date>> {
  const byHash = new Map(keys.map((key) => [erasedKeyHash(shopId, key), key]));
  const found = new Map<string, Date>();
  const hashes = [...byHash.keys()];
  for (let at = 0; at < hashes.length; at += AT_ONCE) {
    const rows = await db.erasedKey.findMany({
      where: { shopId, keyHash: { in: hashes.slice(at, at + AT_ONCE) } },
      select: { keyHash: true, erasedAt: true },
    });
    for (const { keyHash, erasedAt } of rows) found.set(byHash.get(keyHash) ?? "", erasedAt);
  }
  return found;
}

const AT_ONCE = 500;

/** Remembers that these keys named somebody who is erased. Safe to repeat; the last time counts. */
export async function saveErased(
  db: Db,
  { shopId, keys, erasedAt }: { shopId: string; keys: readonly string[]; erasedAt: Date },
): Promise<void> {
  for (const key of keys) {
    const keyHash = erasedKeyHash(shopId, key);
    await db.erasedKey.upsert({
      where: { shopId_keyHash: { shopId, keyHash } },
      create: { shopId, keyHash, erasedAt },
      update: { erasedAt },
    });
  }
}
