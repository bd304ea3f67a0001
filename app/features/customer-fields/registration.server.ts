import type { FeatureRegistration } from "~/engine/registration";

import { fieldFacts } from "./facts/family.server";
import { setField } from "./flow/set-action.server";
import { customerFieldsPrivacy } from "./privacy.server";

export const customerFieldsRegistration: FeatureRegistration = {
  name: "customer-fields",
  factFamilies: [fieldFacts],
  flowActions: [setField],
  // What the kept customer has in a field stays; what only the other one had is theirs now.
  movedTables: [
    { model: "CustomerFieldValue", key: ["fieldId"] },
    { model: "CustomerFieldChange", key: ["id"] },
  ],
  privacyHooks: [customerFieldsPrivacy],
};
