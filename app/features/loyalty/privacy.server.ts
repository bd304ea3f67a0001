import type { Person } from "~/kit/person";
import { now } from "~/platform/clock.server";
import type { Tx } from "~/platform/db.server";
import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";
import { contactHash } from "~/platform/sealed.server";
import { getShop } from "~/shops/repository.server";

import { listOpenLots, unnameLots } from "./ledger/repository.server";
import { saveLedger } from "./ledger/save.server";
import { forfeit } from "./rules/by-hand";
import { ledgerOf, type Owner } from "./rules/ledger";

/** Guests' points wait under the hash of the address: they are the person's too, who may ask for them. */
const theirs = { customerId: "customerIds", guestKey: "emailHashes" } as const;

const tables = hookOfTables({
  name: "loyalty",
  personal: [
    {
      table: "PointsPosting",
      through: { column: "lotId", of: "PointsLot", by: theirs },
      onRedact: "keep",
    },
    { table: "PointsLot", by: theirs, onRedact: { rekey: "customerId" } },
    { table: "PointsMember", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "PointsEntry", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    {
      table: "PointsRedemption",
      by: { customerId: "customerIds" },
      onRedact: { set: { state: "forfeited", openKey: null }, rekey: "customerId" },
    },
    {
      table: "PointsAdjustment",
      by: { customerId: "customerIds" },
      namedIn: ["reason"],
      onRedact: { set: { reason: "" }, rekey: "customerId" },
    },
  ],
  impersonal: ["PointsDay"],
});

/** What a person had is nobody's from then on; the books keep the figures, and balance. */
export const loyaltyPrivacy: PrivacyHook = {
  ...tables,
  redact: async (tx, asked) => {
    if (asked.cursor === null) await forfeitAll(tx, asked);
    return tables.redact(tx, asked);
  },
};

async function forfeitAll(tx: Tx, { shopId, person }: { shopId: string; person: Person }): Promise<void> {
  const guestKeys = person.emails.map((email) => contactHash(email));
  const owners: Owner[] = [
    ...person.customerIds.map((customerId) => ({ customerId, guestKey: null })),
    ...guestKeys.map((guestKey) => ({ customerId: null, guestKey })),
  ];
  const ledger = ledgerOf(await listOpenLots(tx, { shopId, owners }), now());
  for (const lot of ledger.lots.values()) forfeit(ledger, lot);
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  await saveLedger(tx, ledger, { shopId, zone });
  await unnameLots(tx, { shopId, customerIds: person.customerIds, guestKeys });
}
