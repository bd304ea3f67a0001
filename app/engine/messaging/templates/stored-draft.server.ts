import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { findReadyMade } from "./ready-made/catalogue";
import {
  findTemplate,
  findVersion,
  listVariants,
  type TemplateRow,
  type VariantRow,
} from "./repository.server";
import { emptyFooter } from "./rules/empty";
import type { Draft, TemplateKind } from "./schema";
import { readBlocks } from "./stored-blocks";

export type FoundDraft = {
  kind: TemplateKind;
  topic: string;
  draft: Draft;
  /** Null: a ready-made template that is not stored yet. */
  template: TemplateRow | null;
};

/** The latest version of a template as it is edited, by id or key; null when there is no such template. */
export async function findDraft(
  db: Db,
  { shopId, ref, locale }: { shopId: string; ref: string; locale: Locale },
): Promise<FoundDraft | null> {
  const template =
    (await findTemplate(db, { shopId, id: ref })) ?? (await findTemplate(db, { shopId, key: ref }));
  if (!template || template.latestVersion === 0) {
    const readyMade = findReadyMade(template?.key ?? ref);
    if (!readyMade) return null;
    const { names, topic, variants } = readyMade;
    return { kind: "email", topic, draft: { name: names[locale], variants }, template: null };
  }
  const { id: templateId, latestVersion: version, kind, topic, name } = template;
  const found = await findVersion(db, { shopId, templateId, version });
  const variants = found ? await listVariants(db, { shopId, versionId: found.id }) : [];
  return { kind, topic, draft: draftOf(name, variants), template };
}

/** Stored variants as they are edited. A footer that is missing is put back. */
export function draftOf(name: string, rows: readonly VariantRow[]): Draft {
  const variants = Object.fromEntries(
    rows.map(({ language, subject, preheader, blocksJson }) => {
      const blocks = readBlocks(blocksJson);
      const closed = blocks.at(-1)?.kind === "footer" ? blocks : [...blocks, emptyFooter(language)];
      return [language, { subject, preheader, blocks: closed }];
    }),
  );
  return { name, variants };
}
