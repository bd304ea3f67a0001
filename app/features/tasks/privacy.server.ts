import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** What the staff wrote goes with the person, also where it names them without being theirs. */
export const tasksPrivacy = hookOfTables({
  name: "tasks",
  personal: [
    { table: "Task", by: { customerId: "customerIds" }, namedIn: ["title", "detail"], onRedact: "delete" },
    { table: "CustomerNote", by: { customerId: "customerIds" }, namedIn: ["body"], onRedact: "delete" },
  ],
});
