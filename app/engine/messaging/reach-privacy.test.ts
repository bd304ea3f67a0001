import { afterEach, beforeEach, expect, test } from "vitest";

import type { Person } from "~/kit/person";
import { hashAddress } from "~/platform/crypto.server";
import { inTransaction } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { savePreference } from "./preferences/repository.server";
import { NOTHING_CHOSEN } from "./preferences/rules";
import { messagingPrivacy } from "./privacy.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const GUEST: Person = {
  customerIds: [],
  orderIds: [],
  checkoutIds: [],
  emails: ["guest@example.com"],
  phones: [],
};
const hashOf = (address: string) => hashAddress(getSecret(), address);
let open: TestDb;

beforeEach(async () => {
  open = await createTestDb();
  for (const [shopId, address] of [
    ["s1", "guest@example.com"],
    ["s1", "other@example.com"],
    ["s2", "guest@example.com"],
  ] as const) {
    const addressHash = hashOf(address);
    await inTransaction(open.db, (tx) =>
      savePreference(tx, {
        ...{ shopId, addressHash, customerId: null, now: NOW },
        preference: { ...NOTHING_CHOSEN, isTrackingOff: true, locale: "pl" },
      }),
    );
    await open.db.messageFeedback.create({
      data: {
        ...{
          id: `${shopId}-${address}`,
          shopId,
          addressHash,
          messageId: "m1",
          provider: "ses",
          eventKey: address,
        },
        ...{ kind: "delivered", occurredAt: NOW, recordedAt: NOW },
      },
    });
    await open.db.messageLink.create({
      data: {
        ...{ shopId, messageId: `m-${address}`, position: 1, createdAt: NOW },
        url: `https://shop.example/?email=${encodeURIComponent(address)}`,
      },
    });
  }
});
afterEach(() => open.close());

const redact = () =>
  inTransaction(open.db, async (tx) => {
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      ({ cursor } = await messagingPrivacy.redact(tx, { shopId: "s1", person: GUEST, cursor }));
    }
  });
const leftOf = async (shopId: string) => ({
  preferences: (await open.db.messagePreference.findMany({ where: { shopId } })).length,
  hashes: (await open.db.messageFeedback.findMany({ where: { shopId } })).filter((row) => row.addressHash)
    .length,
  reports: await open.db.messageFeedback.count({ where: { shopId } }),
  links: (await open.db.messageLink.findMany({ where: { shopId } })).map(({ url }) => url),
});

test("a guest who asks is told what they chose, without the hash it is kept by", async () => {
  const told = await messagingPrivacy.exportOf(open.db, { shopId: "s1", person: GUEST });
  const preferences = told.find(({ table }) => table === "MessagePreference")?.rows;
  expect(preferences).toMatchObject([{ isTrackingOff: true, locale: "pl" }]);
  expect(JSON.stringify(told)).not.toContain(hashOf("guest@example.com"));
});

test("of an erased guest neither choices, nor their hash, nor links that name them are left; others' stay", async () => {
  await redact();
  await redact();
  const other = "https://shop.example/?email=other%40example.com";
  expect(await leftOf("s1")).toEqual({ preferences: 1, hashes: 1, reports: 2, links: [other] });
  expect(await leftOf("s2")).toMatchObject({ preferences: 1, hashes: 1, reports: 1 });
});
