import type { MovedTable } from "~/pipeline/events/moved-table";

import { registerTopic } from "../registry.server";
import { registerMovedTables } from "./hooks.server";
import { handleMergeDelivery } from "./topic.server";

/** Makes merges move what features contribute, and be heard of; called once by the composition. */
export function registerMerge(contributed: readonly MovedTable[]): void {
  registerMovedTables(contributed);
  registerTopic("customers/merge", handleMergeDelivery);
}
