import type { Db } from "~/platform/db.server";

import { listFields } from "../repository.server";

import { isKnownCustomer, listValues } from "./repository.server";
import type { FieldsCardData } from "./schema";

/** The shop's fields with what a customer has in them; null for somebody of whom nothing can be written down. */
export async function presentFieldsCard(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<FieldsCardData | null> {
  if (!(await isKnownCustomer(db, { shopId, customerId }))) return null;
  const values = new Map(
    (await listValues(db, { shopId, customerIds: [customerId] })).map(({ fieldId, written }) => [
      fieldId,
      written,
    ]),
  );
  const fields = await listFields(db, { shopId });
  return {
    fields: fields
      .filter(({ isArchived }) => !isArchived)
      .map(({ id, name, kind, choices }) => ({ id, name, kind, choices, written: values.get(id) ?? "" })),
    archivedCount: fields.filter(({ id, isArchived }) => isArchived && values.has(id)).length,
  };
}
