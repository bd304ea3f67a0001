/** Whose texts name the triggers and actions of this feature. */
export const NAMESPACE = "automations";
