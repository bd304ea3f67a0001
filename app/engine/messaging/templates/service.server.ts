import { inTransaction, type Db, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import type { Locale } from "~/shops/schema";
import { writeSetting } from "~/shops/settings.server";

import { compileVariant } from "./compile.server";
import { readDesign } from "./design.server";
import {
  appendVersion,
  findTemplate,
  findVersion,
  listTemplates,
  listVariants,
  publishVersion,
  renameTemplate,
  type TemplateRow,
  upsertTemplate,
  type VariantRow,
  type VersionCause,
} from "./repository.server";
import { emptyDraft } from "./rules/empty";
import { designOf } from "./rules/design";
import { DESIGN_SETTINGS_KEY, type DesignChoice, type Draft, type MailDesign } from "./schema";
import type { EditorAnswer, GalleryAction, GalleryAnswer } from "./screens/schema";
import { ensureTemplate } from "./seed.server";
import { draftOf, findDraft } from "./stored-draft.server";

type Asked = { shopId: string; ref: string; now: Date };

/** Compiled in every language, and whether nothing keeps it from being sent. */
async function compileDraft(
  { variants }: Draft,
  { kind, topic, design }: Pick<TemplateRow, "kind" | "topic"> & { design: MailDesign },
): Promise<{ rows: VariantRow[]; isSound: boolean }> {
  const rows: VariantRow[] = [];
  let isSound = true;
  for (const [language, variant] of Object.entries(variants)) {
    const { html, text, problems } = await compileVariant(variant, { kind, topic, design, language });
    if (problems.some(({ severity }) => severity === "blocking")) isSound = false;
    const { subject, preheader, blocks } = variant;
    rows.push({ language, subject, preheader, blocksJson: JSON.stringify(blocks), html, text });
  }
  return { rows, isSound };
}

/**
 * Saves a draft as the next version; what is sent stays as it is until the version is published.
 *
 * @param version The one the draft was made from: when there is a newer one by now, nothing is saved.
 */
export async function saveTemplate(
  db: RootDb,
  { draft, version, locale, ...asked }: Asked & { draft: Draft; version: number; locale: Locale },
): Promise<EditorAnswer> {
  const stored = await storedTemplate(db, { ...asked, locale });
  if (!stored) return { outcome: "missing" };
  // Whoever edits a ready-made template sees it before it is stored, as version 0.
  const after = version === 0 && stored.latestVersion === 1 ? 1 : version;
  return append(db, { template: stored, draft, after, cause: "saved", now: asked.now });
}

/** Makes the latest version the one that is sent. One that something blocks is refused. */
export async function publishTemplate(
  db: RootDb,
  { shopId, ref, version, now }: Asked & { version: number },
): Promise<EditorAnswer> {
  const template = await findByRef(db, { shopId, ref });
  if (!template) return { outcome: "missing" };
  const found = await findVersion(db, { shopId, templateId: template.id, version });
  if (!found) return { outcome: "missing" };
  if (!found.isSound) return { outcome: "broken" };
  if (template.latestVersion !== version) return { outcome: "stale" };
  await publishVersion(db, { shopId, id: template.id, version, now });
  return { outcome: "published" };
}

/** Saves an earlier version anew, as the latest. Nothing is lost, and nothing is sent by it. */
export async function restoreTemplate(
  db: RootDb,
  { shopId, ref, restored, version, now }: Asked & { restored: number; version: number },
): Promise<EditorAnswer> {
  const template = await findByRef(db, { shopId, ref });
  const earlier = template && (await findVersion(db, { shopId, templateId: template.id, version: restored }));
  if (!template || !earlier) return { outcome: "missing" };
  const variants = await listVariants(db, { shopId, versionId: earlier.id });
  const draft = draftOf(template.name, variants);
  return append(db, { template, draft, after: version, cause: "restored", now });
}

/** A template of the merchant's own: empty, or beginning as a copy of another. */
export async function createTemplate(
  db: RootDb,
  {
    shopId,
    name,
    from,
    as,
    locale,
    now,
  }: Extract<GalleryAction, { kind: "create" }> & Omit<Asked, "ref"> & { locale: Locale },
): Promise<GalleryAnswer> {
  const copied = from === "" ? null : await findDraft(db, { shopId, ref: from, locale });
  if (from !== "" && !copied) return { outcome: "missing" };
  const kind = copied?.kind ?? as;
  const draft = copied ? { ...copied.draft, name } : emptyDraft({ name, kind, locale });
  const template = await upsertTemplate(db, {
    shopId,
    key: `own-${newId()}`,
    name,
    kind,
    topic: copied?.topic ?? "offers",
    now,
  });
  await append(db, { template, draft, after: 0, cause: "saved", now });
  return { outcome: "created", ref: template.id };
}

/**
 * Saves and publishes what another part of the app writes for itself, as a template of its own key. The same again adds
 * no version.
 *
 * @returns false when something blocks it: nothing was published.
 */
export async function saveInnerTemplate(
  db: RootDb,
  {
    shopId,
    draft,
    now,
    ...template
  }: Pick<TemplateRow, "shopId" | "key" | "kind" | "topic"> & { draft: Draft; now: Date },
): Promise<boolean> {
  const stored = await upsertTemplate(db, { ...template, shopId, name: draft.name, now });
  const { id: templateId, latestVersion: version, publishedVersion } = stored;
  const latest = await findVersion(db, { shopId, templateId, version });
  const before = latest && draftOf(draft.name, await listVariants(db, { shopId, versionId: latest.id }));
  if (version === publishedVersion && JSON.stringify(before?.variants) === JSON.stringify(draft.variants))
    return true;
  const saved = await append(db, { template: stored, draft, after: version, cause: "saved", now });
  if (saved.outcome !== "saved" || !saved.isSound) return false;
  await publishVersion(db, { shopId, id: templateId, version: saved.version, now });
  return true;
}

/**
 * Saves the looks of all mails. Every template gets a new version in them; what was published stays published, in the new
 * looks. Mails that were queued before keep theirs.
 */
export async function saveDesign(
  db: RootDb,
  { shopId, choice, now }: { shopId: string; choice: DesignChoice; now: Date },
): Promise<GalleryAnswer> {
  await writeSetting(db, { shopId, key: DESIGN_SETTINGS_KEY, value: choice, now });
  const design = designOf(choice);
  const templates = await listTemplates(db, { shopId });
  for (const template of templates) await redraw(db, { template, design, now });
  return { outcome: "design-saved", count: templates.length };
}

/** The published version in new looks is published; a newer draft stays the latest, in them too. */
async function redraw(
  db: RootDb,
  { template, design, now }: { template: TemplateRow; design: MailDesign; now: Date },
): Promise<void> {
  const { shopId, id, latestVersion, publishedVersion } = template;
  const numbers = [...new Set([publishedVersion ?? latestVersion, latestVersion])].filter(
    (number) => number > 0,
  );
  let after = latestVersion;
  for (const number of numbers) {
    const version = await findVersion(db, { shopId, templateId: id, version: number });
    if (!version) continue;
    const draft = draftOf(template.name, await listVariants(db, { shopId, versionId: version.id }));
    const { rows, isSound } = await compileDraft(draft, { ...template, design });
    const next = await inTransaction(
      db,
      async (tx) => {
        const saved = await appendVersion(tx, {
          shopId,
          templateId: id,
          after,
          cause: "design",
          isSound,
          variants: rows,
          now,
        });
        if (saved !== null && number === publishedVersion && isSound)
          await publishVersion(tx, { shopId, id, version: saved, now });
        return saved;
      },
      { shopId },
    );
    // Somebody saved meanwhile, in the new looks.
    if (next === null) return;
    after = next;
  }
}

async function append(
  db: RootDb,
  {
    template,
    draft,
    after,
    cause,
    now,
  }: { template: TemplateRow; draft: Draft; after: number; cause: VersionCause; now: Date },
): Promise<EditorAnswer> {
  const { shopId, id } = template;
  const design = await readDesign(db, { shopId });
  const { rows, isSound } = await compileDraft(draft, { ...template, design });
  return inTransaction(
    db,
    async (tx): Promise<EditorAnswer> => {
      const version = await appendVersion(tx, {
        shopId,
        templateId: id,
        after,
        cause,
        isSound,
        variants: rows,
        now,
      });
      if (version === null) return { outcome: "stale" };
      if (draft.name !== template.name) await renameTemplate(tx, { shopId, id, name: draft.name, now });
      return { outcome: "saved", version, isSound };
    },
    { shopId },
  );
}

/** A template by its id or key; null when it is neither, or not stored. */
async function findByRef(
  db: Db,
  { shopId, ref }: { shopId: string; ref: string },
): Promise<TemplateRow | null> {
  return (await findTemplate(db, { shopId, id: ref })) ?? findTemplate(db, { shopId, key: ref });
}

async function storedTemplate(
  db: RootDb,
  { shopId, ref, locale, now }: Asked & { locale: Locale },
): Promise<TemplateRow | null> {
  const known = await findTemplate(db, { shopId, id: ref });
  if (known) return known;
  return inTransaction(db, (tx) => ensureTemplate(tx, { shopId, key: ref, locale, now }), { shopId });
}
