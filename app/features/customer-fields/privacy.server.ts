import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { listFields } from "./repository.server";

const theirs = <Table extends string>(table: Table) =>
  ({ table, by: { customerId: "customerIds" }, onRedact: "delete" }) as const;

/** What fields of others say of the person goes as well. */
const hook = hookOfTables({
  name: "customer-fields",
  personal: [
    { ...theirs("CustomerFieldValue"), namedIn: ["textValue"] },
    { ...theirs("CustomerFieldChange"), namedIn: ["fromText", "toText"] },
  ],
  impersonal: ["CustomerField"],
  retention: [{ period: "events", table: "CustomerFieldChange", column: "changedAt", action: "delete" }],
});

/** What fields hold is told with their names: an id would say nothing to the person. */
export const customerFieldsPrivacy: PrivacyHook = {
  ...hook,
  exportOf: async (db, asked) => {
    const tables = await hook.exportOf(db, asked);
    if (tables.length === 0) return tables;
    const fields = new Map((await listFields(db, asked)).map((field) => [field.id, field]));
    return tables.map(({ table, rows }) => ({
      table,
      rows: rows.map((row) => {
        const field = fields.get(String(row.fieldId));
        const nameOf = (id: unknown) => field?.choices.find((choice) => choice.id === id)?.label ?? id;
        const named = Object.entries(row).map(([column, value]) =>
          CHOICE_COLUMNS.has(column) ? [column, nameOf(value)] : [column, value],
        );
        return { field: field?.name ?? null, ...(Object.fromEntries(named) as Record<string, unknown>) };
      }),
    }));
  },
};

const CHOICE_COLUMNS: ReadonlySet<string> = new Set(["choiceId", "fromText", "toText"]);
