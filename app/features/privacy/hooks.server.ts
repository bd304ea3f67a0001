import type { PrivacyHook } from "~/platform/privacy/hook";
import { keysOf, namesPerson } from "~/platform/privacy/named";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { forgetRequest, listOpenDataRequests } from "./repository.server";

const tables = hookOfTables({
  name: "privacy",
  personal: [{ table: "PrivacyRequest", namedIn: ["subjectJson"], onRedact: "keep" }],
  impersonal: ["PrivacyExport"],
  retention: [
    { period: "exports", table: "PrivacyExport", column: "preparedAt", action: "delete" },
    {
      period: "exports",
      table: "PrivacyRequest",
      column: "preparedAt",
      only: `"subjectJson" IS NOT NULL`,
      action: { set: { subjectJson: null } },
    },
  ],
});

/**
 * What was prepared about an erased person goes with them. The erasure itself forgets whom it was about when it is done.
 */
export const privacyHook: PrivacyHook = {
  ...tables,
  redact: async (tx, { shopId, person }) => {
    const known = { keys: keysOf({ shopId, person }), customerIds: person.customerIds };
    const requests = await listOpenDataRequests(tx, { shopId });
    const theirs = requests.filter(({ subject }) => namesPerson(JSON.stringify(subject), known));
    for (const { id } of theirs) await forgetRequest(tx, { shopId, requestId: id });
    return { counts: theirs.length > 0 ? { PrivacyExport: theirs.length } : {}, cursor: null };
  },
};
