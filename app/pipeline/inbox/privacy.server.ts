import { hookOfTables } from "~/platform/privacy/table-hook.server";

/**
 * A delivery that is about an erased person loses its body and keeps its number, so that a repeat of it is known. One
 * that still waits is projected first: projections leave erased people out, and its body goes when it is settled.
 */
export const inboxPrivacy = hookOfTables({
  name: "inbox",
  personal: [
    {
      table: "InboxDelivery",
      namedIn: ["body", "problemJson"],
      only: `"state" NOT IN ('stored', 'retrying')`,
      onRedact: { set: { body: "", problemJson: '{"message":"erased"}', state: "ignored" } },
    },
  ],
  retention: [
    {
      period: "inbox",
      table: "InboxDelivery",
      column: "receivedAt",
      only: `"state" IN ('projected', 'ignored')`,
      action: "delete",
    },
    {
      period: "inbox-problems",
      table: "InboxDelivery",
      column: "receivedAt",
      only: `"state" IN ('refused', 'dead')`,
      action: "delete",
    },
  ],
});
