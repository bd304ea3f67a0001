import type { Condition } from "~/engine/facts/condition";
import { presentConditionNames, presentFacts, presentProductNames } from "~/engine/facts/presenter.server";
import type { FlowDefinition } from "~/engine/flows/definition";
import { presentCatalogue } from "~/engine/flows/presenter.server";
import { listFlows } from "~/engine/flows/repository.server";
import { presentGallery } from "~/engine/messaging/templates/gallery/presenter.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { findConditions } from "../rules/find-conditions";
import { findOfferedProducts } from "../rules/find-offered-products";
import type { Materials } from "./schema";

export type Reader = { shopId: string; locale: Locale; now: Date };

/** What the flows given are put into words with. */
export async function loadMaterials(
  db: Db,
  { shopId, locale, now }: Reader,
  definitions: readonly FlowDefinition[],
): Promise<Materials> {
  const { triggers, actions, events } = presentCatalogue();
  const condition: Condition = { kind: "all", of: definitions.flatMap(findConditions) };
  const templates = (await presentGallery(db, { shopId, locale, now })).map(({ key, name, kind }) => {
    return { key, name, kind };
  });
  return {
    facts: presentFacts(),
    names: [
      ...(await presentConditionNames(db, { shopId, condition })),
      ...(await presentProductNames(db, { shopId, ids: definitions.flatMap(findOfferedProducts) })),
    ],
    currencyCode: (await getShop(db, { shopId })).currencyCode,
    triggers,
    actions,
    events,
    templates,
    flows: (await listFlows(db, { shopId })).map(({ id, name }) => ({ id, name })),
  };
}
