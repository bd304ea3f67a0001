import { LRUCache } from "lru-cache";

import { DAY_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { readDesign } from "../design.server";
import {
  fillVariant,
  parseVariant,
  scopeOf,
  type TemplateFrame,
  type TemplateVariables,
} from "../fill.server";
import { countMessagesByTemplate } from "../preview/repository.server";
import { previewFrame, previewVariables } from "../preview/variables.server";
import { READY_MADE } from "../ready-made/catalogue";
import type { ReadyMade } from "../ready-made/compose";
import {
  findVersion,
  listLanguages,
  listTemplates,
  listVariants,
  type TemplateRow,
  type VariantRow,
} from "../repository.server";
import { chooseVariant } from "../rules/languages";
import { productNeedsOf } from "../rules/product-lists";
import { isInnerTemplate } from "../ready-made/written";
import type { MailDesign } from "../schema";
import type { GalleryItem, Thumbnail } from "../screens/schema";
import { compileReadyMade } from "../seed.server";
import { readBlocks } from "../stored-blocks";

type Asked = { shopId: string; locale: Locale; now: Date };

const COUNTED_DAYS = 30;

/** Compiling all ready-made templates takes a third of a second; what they are compiled from does not change. */
const compiled = new LRUCache<string, VariantRow[]>({ max: 200 });

/** Every template of a shop, ready-made ones that are not stored yet among them. */
export async function presentGallery(db: Db, { shopId, locale, now }: Asked): Promise<GalleryItem[]> {
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
  const counts = await countMessagesByTemplate(db, { shopId, since });
  const items: GalleryItem[] = [];
  for (const entry of await listEntries(db, { shopId })) {
    const { template, readyMade } = entry;
    const item = template ? itemOf(template) : readyMade && itemOfReadyMade(readyMade, locale);
    if (!item) continue;
    const languages = template ? await languagesOf(db, template) : Object.keys(readyMade?.variants ?? {});
    items.push({ ...item, languages, sentCount: counts.get(item.key) ?? 0 });
  }
  return items;
}

/** What each template looks like, by its ref: in the merchant's language where there is one, filled in with examples. */
export async function presentThumbnails(
  db: Db,
  { shopId, locale, now }: Asked,
): Promise<Record<string, Thumbnail>> {
  const design = await readDesign(db, { shopId });
  const chosen: [string, VariantRow][] = [];
  for (const { ref, template, readyMade } of await listEntries(db, { shopId })) {
    const variants = template ? await shownVariants(db, template) : await variantsOf(readyMade, design);
    const variant = pickVariant(variants, locale);
    if (variant) chosen.push([ref, variant]);
  }
  const wanted = chosen.map(([, { blocksJson }]) => productNeedsOf(readBlocks(blocksJson)));
  const picked = Object.assign({}, ...wanted.map((needs) => needs.picked)) as Record<string, string[]>;
  const questions = [...new Set(wanted.flatMap((needs) => needs.questions))];
  const needs = { bestsellers: true, lastBought: false, picked, questions };
  const variables = await previewVariables(db, { shopId, customerId: null, language: locale, needs, now });
  const frame = await previewFrame(db, { shopId });
  return Object.fromEntries(
    chosen.map(([ref, variant]) => [ref, thumbnailOf(variant, { variables, frame })]),
  );
}

/**
 * One template as it is sent now, filled in with examples; null when the shop has none with this key.
 *
 * @param asked.change Says what is different from the examples.
 */
export async function presentExample(
  db: Db,
  {
    shopId,
    key,
    locale,
    now,
    change,
  }: Asked & { key: string; change: (variables: TemplateVariables) => TemplateVariables },
): Promise<Thumbnail | null> {
  const entry = (await listEntries(db, { shopId })).find(
    ({ template, readyMade }) => (template?.key ?? readyMade?.key) === key,
  );
  if (!entry) return null;
  const { template, readyMade } = entry;
  const variants = template
    ? await shownVariants(db, template)
    : await variantsOf(readyMade, await readDesign(db, { shopId }));
  const variant = pickVariant(variants, locale);
  if (!variant) return null;
  const needs = productNeedsOf(readBlocks(variant.blocksJson));
  const variables = await previewVariables(db, { shopId, customerId: null, language: locale, needs, now });
  return thumbnailOf(variant, { variables: change(variables), frame: await previewFrame(db, { shopId }) });
}

type Entry = { ref: string; template: TemplateRow | null; readyMade: ReadyMade | null };

/** Ready-made ones first, in their order; the merchant's own after them. */
async function listEntries(db: Db, { shopId }: { shopId: string }): Promise<Entry[]> {
  const stored = (await listTemplates(db, { shopId })).filter(({ key }) => !isInnerTemplate(key));
  const byKey = new Map(stored.map((template) => [template.key, template]));
  const readyMade = READY_MADE.map((one): Entry => {
    const template = byKey.get(one.key) ?? null;
    return { ref: template?.id ?? one.key, template, readyMade: one };
  });
  const own = stored.filter(({ key }) => !READY_MADE.some((one) => one.key === key));
  return [...readyMade, ...own.map((template): Entry => ({ ref: template.id, template, readyMade: null }))];
}

type Item = Omit<GalleryItem, "languages" | "sentCount">;

function itemOf({ id, key, name, kind, topic, latestVersion, publishedVersion }: TemplateRow): Item {
  return {
    ref: id,
    key,
    name,
    kind,
    topic,
    isReadyMade: READY_MADE.some((one) => one.key === key),
    hasDraft: publishedVersion === null || latestVersion > publishedVersion,
    isPublished: publishedVersion !== null,
  };
}

function itemOfReadyMade({ key, names, topic }: ReadyMade, locale: Locale): Item {
  const name = names[locale];
  return { ref: key, key, name, kind: "email", topic, isReadyMade: true, hasDraft: false, isPublished: true };
}

async function variantsOf(readyMade: ReadyMade | null, design: MailDesign): Promise<VariantRow[]> {
  if (!readyMade) return [];
  const cacheKey = `${readyMade.key} ${JSON.stringify(design)}`;
  const known = compiled.get(cacheKey);
  if (known) return known;
  const variants = await compileReadyMade(readyMade, design);
  compiled.set(cacheKey, variants);
  return variants;
}

/** Of what is sent; of the draft when nothing is. */
async function shownVersionId(
  db: Db,
  { shopId, id: templateId, publishedVersion, latestVersion }: TemplateRow,
): Promise<string | null> {
  const version = await findVersion(db, { shopId, templateId, version: publishedVersion ?? latestVersion });
  return version?.id ?? null;
}

async function shownVariants(db: Db, template: TemplateRow): Promise<VariantRow[]> {
  const versionId = await shownVersionId(db, template);
  return versionId ? listVariants(db, { shopId: template.shopId, versionId }) : [];
}

async function languagesOf(db: Db, template: TemplateRow): Promise<string[]> {
  const versionId = await shownVersionId(db, template);
  return versionId ? listLanguages(db, { shopId: template.shopId, versionId }) : [];
}

function pickVariant(variants: readonly VariantRow[], locale: Locale): VariantRow | null {
  if (variants.length === 0) return null;
  const tags = variants.map(({ language }) => language);
  const language = chooseVariant(tags, { wanted: locale, shopLanguage: null });
  return variants.find((variant) => variant.language === language) ?? null;
}

function thumbnailOf(
  variant: VariantRow,
  { variables, frame }: { variables: TemplateVariables; frame: TemplateFrame },
): Thumbnail {
  try {
    return fillVariant(parseVariant(variant), scopeOf(variables, frame));
  } catch {
    // A draft that was saved broken: the editor says what is wrong with it.
    return { subject: variant.subject, html: "", text: "" };
  }
}
