import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { compileVariant } from "./compile.server";
import { readDesign } from "./design.server";
import type { ReadyMade } from "./ready-made/compose";
import { findReadyMade } from "./ready-made/catalogue";
import {
  appendVersion,
  findTemplate,
  publishVersion,
  type TemplateRow,
  upsertTemplate,
  type VariantRow,
} from "./repository.server";
import type { MailDesign } from "./schema";

type Asked = { shopId: string; key: string; now: Date };

/**
 * A template of the shop; a ready-made one is stored, published, when it is first asked for.
 *
 * Safe to repeat and to do twice at once, by (shopId, key). @returns null when there is no such template.
 */
export async function ensureTemplate(
  db: Db,
  { shopId, key, locale = "en", now }: Asked & { locale?: Locale },
): Promise<TemplateRow | null> {
  const known = await findTemplate(db, { shopId, key });
  if (known && known.latestVersion > 0) return known;
  const readyMade = findReadyMade(key);
  if (!readyMade) return known;
  const variants = await compileReadyMade(readyMade, await readDesign(db, { shopId }));
  const { topic, names } = readyMade;
  const { id } = await upsertTemplate(db, { shopId, key, name: names[locale], kind: "email", topic, now });
  const version = await appendVersion(db, {
    shopId,
    templateId: id,
    after: 0,
    cause: "seeded",
    isSound: true,
    variants,
    now,
  });
  if (version !== null) await publishVersion(db, { shopId, id, version, now });
  return findTemplate(db, { shopId, key });
}

/** A ready-made template in all its languages, in a shop's looks. */
export async function compileReadyMade(
  { variants, topic }: ReadyMade,
  design: MailDesign,
): Promise<VariantRow[]> {
  const rows: VariantRow[] = [];
  for (const [language, variant] of Object.entries(variants)) {
    const { html, text } = await compileVariant(variant, { kind: "email", design, language, topic });
    const { subject, preheader, blocks } = variant;
    rows.push({ language, subject, preheader, blocksJson: JSON.stringify(blocks), html, text });
  }
  return rows;
}
