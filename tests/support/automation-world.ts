import { decisionsRegistration } from "~/engine/decisions/registration.server";
import { experimentsRegistration } from "~/engine/experiments/registration.server";
import { ExperimentSettingsSchema } from "~/engine/experiments/schema";
import { saveExperimentSettings } from "~/engine/experiments/service.server";
import { registerFacts } from "~/engine/facts/registry.server";
import { catalogueFacts } from "~/engine/flows/catalogue-facts.server";
import { flowsRegistration, registerFlows } from "~/engine/flows/registration.server";
import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { readCustomerZones } from "~/engine/messaging/quiet-hours/repository.server";
import { messagingRegistration } from "~/engine/messaging/registration.server";
import { templatesRegistration } from "~/engine/messaging/templates/registration.server";
import type { FeatureRegistration } from "~/engine/registration";
import { automationsRegistration } from "~/features/automations/registration.server";
import { customersRegistration } from "~/features/customers/registration.server";
import type { RootDb } from "~/platform/db.server";

import { createWorld, type World } from "./world";

const FEATURES: readonly FeatureRegistration[] = [
  decisionsRegistration,
  flowsRegistration,
  incentivesRegistration,
  experimentsRegistration,
  messagingRegistration,
  templatesRegistration,
  customersRegistration,
  automationsRegistration,
];

/** Automations as the composition wires them, with fakes only at the ports to the outside. */
export function createAutomationWorld(
  db: RootDb,
  start: Date | string,
  others: readonly FeatureRegistration[] = [],
): World {
  const features = [...FEATURES, ...others];
  registerFacts(
    features.flatMap(({ facts }) => facts ?? []),
    features.flatMap(({ factFamilies }) => factFamilies ?? []),
  );
  const flows = registerFlows({
    triggers: features.flatMap(({ flowTriggers }) => flowTriggers ?? []),
    actions: features.flatMap(({ flowActions }) => flowActions ?? []),
    recipes: features.flatMap(({ flowRecipes }) => flowRecipes ?? []),
    facts: catalogueFacts,
    zones: readCustomerZones,
    gate: automationsRegistration.flowGate,
  });
  return createWorld(db, [...features, flows], start);
}

/** Nobody is left out on purpose, or everybody within the share. */
export async function givenHoldouts(
  db: RootDb,
  { shopId = "s1", now, shareBp = null }: { shopId?: string; now: Date; shareBp?: number | null },
): Promise<void> {
  const off = { isOn: false, shareBp: 500 };
  const flow = shareBp === null ? off : { isOn: true, shareBp };
  await saveExperimentSettings(db, {
    shopId,
    settings: ExperimentSettingsSchema.parse({ global: off, flow }),
    now,
  });
}
