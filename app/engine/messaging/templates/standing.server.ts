import type { Db } from "~/platform/db.server";

import { findReadyMade } from "./ready-made/catalogue";
import { findTemplate } from "./repository.server";
import type { TemplateKind } from "./schema";

export type TemplateStanding = { name: string; kind: TemplateKind; topic: string; isPublished: boolean };

/** What flows must know of a template before they send it; null when there is none. A ready-made one is always there. */
export async function findTemplateStanding(
  db: Db,
  { shopId, key }: { shopId: string; key: string },
): Promise<TemplateStanding | null> {
  const stored = await findTemplate(db, { shopId, key });
  if (stored && stored.latestVersion > 0) {
    const { name, kind, topic, publishedVersion } = stored;
    return { name, kind, topic, isPublished: publishedVersion !== null };
  }
  const readyMade = findReadyMade(key);
  return readyMade && { name: readyMade.names.en, kind: "email", topic: readyMade.topic, isPublished: true };
}
