import type { Db } from "~/platform/db.server";

import { countValues, listFields } from "./repository.server";
import type { FieldsPageData } from "./schema";

/** The fields of a shop, with how many customers have each. */
export async function presentFields(db: Db, { shopId }: { shopId: string }): Promise<FieldsPageData> {
  const counts = await countValues(db, { shopId });
  const items = (await listFields(db, { shopId })).map((field) => ({
    ...field,
    usedCount: counts.get(field.id) ?? 0,
  }));
  return {
    fields: items.filter(({ isArchived }) => !isArchived),
    archived: items
      .filter(({ isArchived }) => isArchived)
      .sort((one, other) => one.name.localeCompare(other.name)),
  };
}
