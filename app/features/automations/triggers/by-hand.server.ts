import type { ManualTrigger } from "~/engine/flows/contribution";

import { NAMESPACE } from "../rules/namespace";
import { TRIGGER_SETTINGS } from "../schema";

/** A person of the staff, or another flow, lets people in. */
export const peopleByHand: ManualTrigger<object> = {
  kind: "manual",
  key: "people.by-hand",
  textNamespace: NAMESPACE,
  schema: TRIGGER_SETTINGS["people.by-hand"],
};
