import type { Db } from "~/platform/db.server";

import { findReadyMade } from "./ready-made/catalogue";
import { findTemplate, findVersion, listVariants } from "./repository.server";
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

/** The blocks of what is sent of a template, as JSON, one text per language; none when nothing is. */
export async function listSentBlocks(
  db: Db,
  { shopId, key }: { shopId: string; key: string },
): Promise<string[]> {
  const stored = await findTemplate(db, { shopId, key });
  if (!stored || stored.latestVersion === 0)
    return Object.values(findReadyMade(key)?.variants ?? {}).map(({ blocks }) => JSON.stringify(blocks));
  const { id: templateId, publishedVersion: version } = stored;
  const sent = version === null ? null : await findVersion(db, { shopId, templateId, version });
  const variants = sent ? await listVariants(db, { shopId, versionId: sent.id }) : [];
  return variants.map(({ blocksJson }) => blocksJson);
}
