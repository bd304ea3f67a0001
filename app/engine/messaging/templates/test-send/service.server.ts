import { findCustomerIdByEmail } from "~/pipeline/projections/customers/queries.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { admitVisit } from "~/platform/rate-limit.server";
import type { Locale } from "~/shops/schema";

import { findTemplate } from "../repository.server";
import type { EditorAnswer } from "../screens/schema";
import { ensureTemplate } from "../seed.server";
import { sendTest } from "./intents.server";

/**
 * Queues a test mail of the latest saved version to an address of the staff.
 *
 * The address of a customer is refused: a test asks for no consent, so it must not reach anybody who could need asking.
 */
export async function requestTest(
  db: RootDb,
  {
    shopId,
    ref,
    language,
    address,
    customerId,
    locale,
    now,
  }: {
    shopId: string;
    ref: string;
    language: string;
    address: string;
    customerId: string | null;
    locale: Locale;
    now: Date;
  },
): Promise<EditorAnswer> {
  if (await findCustomerIdByEmail(db, { shopId, email: address })) return { outcome: "test-of-customer" };
  const admission = await admitVisit(db, { "test-mail": shopId });
  if (admission.outcome === "limited") return { ...admission, outcome: "test-limited" };
  return inTransaction(
    db,
    async (tx): Promise<EditorAnswer> => {
      const template =
        (await findTemplate(tx, { shopId, id: ref })) ??
        (await ensureTemplate(tx, { shopId, key: ref, locale, now }));
      if (!template) return { outcome: "missing" };
      const occasionKey = `test:${newId()}`;
      const { id: templateId, latestVersion: version } = template;
      const payload = { templateId, version, language, address, customerId, occasionKey };
      await enqueueIntent(tx, sendTest, { shopId, dedupeKey: occasionKey, payload, customerId, now });
      return { outcome: "test-sent", address };
    },
    { shopId },
  );
}
