import { hashAddress } from "~/platform/crypto.server";
import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";
import { getSecret } from "~/platform/secrets.server";

import { listSuppressions } from "./repository.server";

const tables = hookOfTables({
  name: "messaging",
  personal: [
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
  ],
});

/** Mails of an erased person stay as numbers. That an address must not be written to is kept as a keyed hash. */
export const messagingPrivacy: PrivacyHook = {
  ...tables,
  exportOf: async (db, { shopId, person }) => {
    const addressHashes = person.emails.map((email) => hashAddress(getSecret(), email));
    const rows = await listSuppressions(db, { shopId, addressHashes });
    const mails = await tables.exportOf(db, { shopId, person });
    return rows.length > 0 ? [...mails, { table: "Suppression", rows }] : mails;
  },
};
