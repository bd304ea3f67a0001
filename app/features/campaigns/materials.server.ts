import { presentConditionNames, presentFacts } from "~/engine/facts/presenter.server";
import type { FactInfo, NamedValue } from "~/engine/facts/schema";
import { presentGallery } from "~/engine/messaging/templates/gallery/presenter.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import type { CampaignContent } from "./schema";

/** `ref` names its picture. */
export type ChoosableTemplate = { ref: string; key: string; name: string; kind: "email" | "sms" };

/** What campaigns are put into words with, and written with. */
export type Materials = {
  facts: FactInfo[];
  names: NamedValue[];
  currencyCode: string;
  zone: string;
  templates: ChoosableTemplate[];
};

/** What the campaigns given are put into words with. */
export async function loadMaterials(
  db: Db,
  { shopId, locale, now }: { shopId: string; locale: Locale; now: Date },
  contents: readonly CampaignContent[],
): Promise<Materials> {
  const condition = { kind: "all", of: contents.map(({ audience }) => audience) } as const;
  const shop = await getShop(db, { shopId });
  const gallery = await presentGallery(db, { shopId, locale, now });
  return {
    facts: await presentFacts(db, { shopId }),
    names: await presentConditionNames(db, { shopId, condition: { ...condition, of: [...condition.of] } }),
    currencyCode: shop.currencyCode,
    zone: shop.ianaTimezone,
    templates: gallery.map(({ ref, key, name, kind }) => ({ ref, key, name, kind })),
  };
}
