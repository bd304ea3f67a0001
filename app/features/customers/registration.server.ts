import type { FeatureRegistration } from "~/engine/registration";

import { contactFacts } from "./facts/contacts.server";
import { orderFacts } from "./facts/orders.server";
import { personFacts } from "./facts/people.server";

export const customersRegistration: FeatureRegistration = {
  name: "customers",
  facts: [...orderFacts, ...personFacts, ...contactFacts],
};
