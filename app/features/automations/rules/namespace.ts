/** Whose texts name the triggers and actions of this feature. */
export const NAMESPACE = "automations";

/** Why messages of flows are written: their subject is the run. */
export const PURPOSE = "flows";
