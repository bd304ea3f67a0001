import type { Person } from "~/kit/person";
import { hashAddress } from "~/platform/crypto.server";
import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";
import { getSecret } from "~/platform/secrets.server";

import { forgetAddresses, listPreferences } from "./preferences/repository.server";
import { listSuppressions } from "./repository.server";

const tables = hookOfTables({
  name: "messaging",
  personal: [
    { table: "MessagePreference", by: { customerId: "customerIds" }, onRedact: "delete" },
    {
      table: "MessageLink",
      by: { customerId: "customerIds" },
      namedIn: ["url"],
      onRedact: "delete",
    },
    { table: "MessageClick", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    { table: "MessageAnswer", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    { table: "MessageOpen", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    {
      table: "MessageFeedback",
      by: { customerId: "customerIds" },
      onRedact: { set: { addressHash: null }, rekey: "customerId" },
    },
    {
      table: "Message",
      by: { customerId: "customerIds" },
      namedIn: ["toAddress"],
      onRedact: {
        set: { toAddress: "", addressHash: null, subject: "", htmlBody: "", textBody: "" },
        rekey: "customerId",
      },
    },
  ],
  impersonal: ["Suppression"],
  // The address stays until the timeline goes: the link to unsubscribe must work as long as the mail is in a mailbox.
  retention: [
    {
      period: "messages",
      table: "Message",
      column: "createdAt",
      only: `"htmlBody" <> '' OR "textBody" <> '' OR "subject" <> ''`,
      action: { set: { subject: "", htmlBody: "", textBody: "" } },
    },
    {
      period: "events",
      table: "Message",
      column: "createdAt",
      only: `"toAddress" <> ''`,
      action: { set: { toAddress: "", addressHash: null } },
    },
    { period: "events", table: "MessageLink", column: "createdAt", action: "delete" },
    { period: "events", table: "MessageClick", column: "clickedAt", action: "delete" },
    { period: "events", table: "MessageAnswer", column: "answeredAt", action: "delete" },
    { period: "events", table: "MessageOpen", column: "lastOpenedAt", action: "delete" },
    { period: "events", table: "MessageFeedback", column: "recordedAt", action: "delete" },
  ],
});

/**
 * Mails of an erased person stay as numbers. That an address must not be written to is kept as a keyed hash; what a guest
 * chose, and what became of mails to them, is found by theirs.
 */
export const messagingPrivacy: PrivacyHook = {
  ...tables,
  exportOf: async (db, { shopId, person }) => {
    const addressHashes = hashesOf(person);
    const told = await tables.exportOf(db, { shopId, person });
    const suppressions = await listSuppressions(db, { shopId, addressHashes });
    const preferences = await listPreferences(db, { shopId, addressHashes });
    const others = told.filter(({ table }) => table !== "MessagePreference" || preferences.length === 0);
    return [
      ...others,
      ...(suppressions.length > 0 ? [{ table: "Suppression" as const, rows: suppressions }] : []),
      ...(preferences.length > 0 ? [{ table: "MessagePreference" as const, rows: preferences }] : []),
    ];
  },
  redact: async (tx, { shopId, person, cursor }) => {
    const addressHashes = hashesOf(person);
    if (cursor === null) await forgetAddresses(tx, { shopId, addressHashes });
    return tables.redact(tx, { shopId, person, cursor });
  },
};

function hashesOf({ emails }: Person): string[] {
  return emails.map((email) => hashAddress(getSecret(), email));
}
