import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { TemplateKind } from "./schema";

export type VersionCause = "seeded" | "saved" | "restored" | "design";

export type TemplateRow = {
  id: string;
  shopId: string;
  key: string;
  name: string;
  kind: TemplateKind;
  topic: string;
  latestVersion: number;
  publishedVersion: number | null;
};

export type VariantRow = {
  language: string;
  subject: string;
  preheader: string;
  blocksJson: string;
  html: string;
  text: string;
};

export type VersionRow = { id: string; version: number; cause: string; isSound: boolean; savedAt: Date };

type Scope = { shopId: string };

const TEMPLATE = {
  id: true,
  shopId: true,
  key: true,
  name: true,
  kind: true,
  topic: true,
  latestVersion: true,
  publishedVersion: true,
} as const;

const VERSION = { id: true, version: true, cause: true, isSound: true, savedAt: true } as const;

/** A template by its id or by what flows call it; null when the shop has none (a ready-made one may not be stored yet). */
export async function findTemplate(
  db: Db,
  { shopId, ...by }: Scope & ({ id: string } | { key: string }),
): Promise<TemplateRow | null> {
  const row =
    "id" in by
      ? await db.mailTemplate.findFirst({ where: { shopId, id: by.id }, select: TEMPLATE })
      : await db.mailTemplate.findFirst({ where: { shopId, key: by.key }, select: TEMPLATE });
  return row && { ...row, kind: row.kind as TemplateKind };
}

/** All templates of a shop that are stored, by name. */
export async function listTemplates(db: Db, { shopId }: Scope): Promise<TemplateRow[]> {
  const rows = await db.mailTemplate.findMany({
    where: { shopId },
    select: TEMPLATE,
    orderBy: { name: "asc" },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as TemplateKind }));
}

/** One version of a template. */
export function findVersion(
  db: Db,
  { shopId, templateId, version }: Scope & { templateId: string; version: number },
): Promise<VersionRow | null> {
  return db.mailTemplateVersion.findFirst({ where: { shopId, templateId, version }, select: VERSION });
}

/** The versions of a template, newest first. */
export function listVersions(
  db: Db,
  { shopId, templateId, limit, isSound }: Scope & { templateId: string; limit: number; isSound?: true },
): Promise<VersionRow[]> {
  return db.mailTemplateVersion.findMany({
    where: { shopId, templateId, ...(isSound ? { isSound } : {}) },
    select: VERSION,
    orderBy: { version: "desc" },
    take: limit,
  });
}

/** The languages of a version. */
export async function listLanguages(
  db: Db,
  { shopId, versionId }: Scope & { versionId: string },
): Promise<string[]> {
  const rows = await db.mailTemplateVariant.findMany({
    where: { shopId, versionId },
    select: { language: true },
    orderBy: { language: "asc" },
  });
  return rows.map(({ language }) => language);
}

/** A version in all its languages. */
export function listVariants(
  db: Db,
  { shopId, versionId }: Scope & { versionId: string },
): Promise<VariantRow[]> {
  return db.mailTemplateVariant.findMany({
    where: { shopId, versionId },
    select: { language: true, subject: true, preheader: true, blocksJson: true, html: true, text: true },
    orderBy: { language: "asc" },
  });
}

/** A version in one language. */
export function findVariant(
  db: Db,
  { shopId, versionId, language }: Scope & { versionId: string; language: string },
): Promise<VariantRow | null> {
  return db.mailTemplateVariant.findFirst({
    where: { shopId, versionId, language },
    select: { language: true, subject: true, preheader: true, blocksJson: true, html: true, text: true },
  });
}

export type NewTemplate = Pick<TemplateRow, "shopId" | "key" | "name" | "kind" | "topic"> & { now: Date };

/** Stores a template without versions. Safe to repeat and to do twice at once, by (shopId, key). */
export async function upsertTemplate(db: Db, { now, ...template }: NewTemplate): Promise<TemplateRow> {
  const { shopId, key } = template;
  const row = await db.mailTemplate.upsert({
    where: { shopId_key: { shopId, key } },
    create: { ...template, id: newId(), state: "draft", latestVersion: 0, createdAt: now, updatedAt: now },
    update: { shopId },
    select: TEMPLATE,
  });
  return { ...row, kind: row.kind as TemplateKind };
}

/**
 * Stores the version that follows `after`, and makes it the latest.
 *
 * @returns its number; null when somebody saved one meanwhile: then nothing was stored.
 */
export async function appendVersion(
  db: Db,
  {
    shopId,
    templateId,
    after,
    cause,
    isSound,
    variants,
    now,
  }: Scope & {
    templateId: string;
    after: number;
    cause: VersionCause;
    isSound: boolean;
    variants: readonly VariantRow[];
    now: Date;
  },
): Promise<number | null> {
  const version = after + 1;
  const { count } = await db.mailTemplate.updateMany({
    where: { shopId, id: templateId, latestVersion: after },
    data: { latestVersion: version, updatedAt: now },
  });
  if (count === 0) return null;
  const id = newId();
  await db.mailTemplateVersion.create({
    data: { id, shopId, templateId, version, cause, isSound, savedAt: now },
  });
  await db.mailTemplateVariant.createMany({
    data: variants.map((variant) => ({ ...variant, shopId, versionId: id })),
  });
  return version;
}

/** Renames a template. */
export async function renameTemplate(
  db: Db,
  { shopId, id, name, now }: Scope & { id: string; name: string; now: Date },
): Promise<void> {
  await db.mailTemplate.updateMany({ where: { shopId, id }, data: { name, updatedAt: now } });
}

/** Makes a version the one that is sent. */
export async function publishVersion(
  db: Db,
  { shopId, id, version, now }: Scope & { id: string; version: number; now: Date },
): Promise<void> {
  await db.mailTemplate.updateMany({
    where: { shopId, id },
    data: { publishedVersion: version, state: "published", updatedAt: now },
  });
}

/** Every language that some template of the shop was saved in. */
export async function listUsedLanguages(db: Db, { shopId }: Scope): Promise<string[]> {
  const rows = await db.mailTemplateVariant.findMany({
    where: { shopId },
    distinct: ["language"],
    select: { language: true },
    orderBy: { language: "asc" },
  });
  return rows.map(({ language }) => language);
}
