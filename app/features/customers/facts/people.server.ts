import type { FactDefinition } from "~/engine/facts/fact";

import { consentStates } from "./repository/consent.server";
import {
  accounts,
  cities,
  countries,
  daysSinceRegistration,
  languages,
  registrations,
  tags,
} from "./repository/people.server";

/** As the store names them. */
const CONSENT_STATES = ["subscribed", "not-subscribed", "unsubscribed", "pending", "invalid", "redacted"];

type PersonFact = Omit<FactDefinition, "textNamespace" | "whenAbsent"> &
  Partial<Pick<FactDefinition, "whenAbsent">>;

const FACTS: readonly PersonFact[] = [
  { key: "customer.tags", type: "set", names: "tag", isHistorical: true, whenAbsent: [], rows: tags },
  { key: "customer.registered-at", type: "instant", isHistorical: true, rows: registrations },
  { key: "customer.registered-days-ago", type: "number", isHistorical: true, rows: daysSinceRegistration },
  { key: "customer.country", type: "text", names: "country", isHistorical: false, rows: countries },
  { key: "customer.city", type: "text", isHistorical: false, rows: cities },
  { key: "customer.locale", type: "text", names: "language", isHistorical: false, rows: languages },
  {
    key: "customer.email-consent",
    type: "text",
    choices: CONSENT_STATES,
    isHistorical: true,
    rows: (scope) => consentStates("email", scope),
  },
  {
    key: "customer.sms-consent",
    type: "text",
    choices: CONSENT_STATES,
    isHistorical: true,
    rows: (scope) => consentStates("sms", scope),
  },
  { key: "customer.has-account", type: "boolean", isHistorical: false, rows: accounts },
];

export const personFacts: readonly FactDefinition[] = FACTS.map((fact) => ({
  textNamespace: "customers",
  whenAbsent: null,
  ...fact,
}));
