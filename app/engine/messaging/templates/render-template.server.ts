import { LRUCache } from "lru-cache";

import { appendDecision } from "~/engine/decisions/append.server";
import type { Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { scrubError } from "~/platform/scrub";

import { offerAnswers } from "../answers/offered.server";
import type { RenderedMail } from "../rendered-mail";

import {
  fillVariant,
  type ParsedVariant,
  parseVariant,
  scopeOf,
  type TemplateFrame,
  type TemplateVariables,
} from "./fill.server";
import { plainFallback } from "./plain-fallback.server";
import { loadProducts } from "./products/load.server";
import {
  findVariant,
  findVersion,
  listLanguages,
  listVersions,
  type TemplateRow,
  type VersionRow,
} from "./repository.server";
import { chooseVariant } from "./rules/languages";
import { productNeedsOf, type ProductNeeds } from "./rules/product-lists";
import { ensureTemplate } from "./seed.server";
import { readShopLanguage } from "./shop-language.server";
import { readBlocks } from "./stored-blocks";

export type RenderedTemplate = RenderedMail & {
  templateKey: string;
  /** Null: no version could be used, the plain text went out in its place. */
  templateVersion: number | null;
  /** Of the variant that was used. */
  language: string;
};

export type RenderRequest = {
  shopId: string;
  templateKey: string;
  /** A version that a run is pinned to; the published one when absent. */
  version?: number;
  /** The person's, BCP 47; null when not known. */
  locale: string | null;
  variables: TemplateVariables;
  customerId: string | null;
  /** Names the sending in the decision log, should a version fail: one line per occasion. */
  occasionKey: string;
  now: Date;
};

/** How many earlier versions are tried before the plain text goes out. */
const MOST_EARLIER = 3;

type Ready = { parsed: ParsedVariant; needs: ProductNeeds; usesProducts: boolean };

/** By version and language: versions never change. */
const cache = new LRUCache<string, Ready>({ max: 500 });
/** Languages of a version, which never change either. */
const languages = new LRUCache<string, string[]>({ max: 500 });

/**
 * Writes a mail from a template: in the person's language or the next in its chain, values escaped, links over http(s) only.
 *
 * A version that cannot be filled in gives way to the last good one, and that to a plain text; both are logged.
 *
 * @throws Error when the shop has no such template, which no published flow can name.
 */
export async function renderTemplate(
  tx: Tx,
  { frame, ...request }: RenderRequest & { frame: TemplateFrame },
): Promise<RenderedTemplate> {
  const { shopId, templateKey: key, now } = request;
  const template = await ensureTemplate(tx, { shopId, key, now });
  if (!template)
    throw new Error(`no template of this shop has the key "${key}"; the gallery lists those there are`);
  const wanted = request.version ?? template.publishedVersion;
  const shopLanguage = await readShopLanguage(tx, { shopId });
  const tried: string[] = [];
  for await (const version of candidates(tx, template, wanted)) {
    try {
      const rendered = await renderVersion(tx, { ...request, source: version, shopLanguage, frame });
      if (version.version !== wanted)
        await tell(tx, request, { reason: "template-earlier", wanted, used: version.version });
      return { ...rendered, templateKey: key, templateVersion: version.version };
    } catch (error) {
      tried.push(`${version.version}: ${scrubError(error, 200)}`);
    }
  }
  logger.error({ shopId, templateKey: key, tried }, "no version of a template could be filled in");
  await tell(tx, request, { reason: "template-plain", wanted, used: null });
  const fallback = await plainFallback(tx, { template, shopLanguage, locale: request.locale, frame });
  return { ...fallback, templateKey: key, templateVersion: null };
}

/** The `render` of queueMessage: what is to be written, once the frame of the mail is known. */
export function templateRenderer(
  tx: Tx,
  request: RenderRequest,
): (frame: TemplateFrame) => Promise<RenderedTemplate> {
  return (frame) => renderTemplate(tx, { ...request, frame });
}

/** The wanted version, then sound ones before it, newest first. */
async function* candidates(
  tx: Tx,
  { id: templateId, shopId }: TemplateRow,
  wanted: number | null,
): AsyncGenerator<VersionRow> {
  const first = wanted === null ? null : await findVersion(tx, { shopId, templateId, version: wanted });
  if (first?.isSound) yield first;
  const sound = await listVersions(tx, { shopId, templateId, limit: MOST_EARLIER * 4, isSound: true });
  let count = 0;
  for (const version of sound) {
    if (version.version >= (wanted ?? Number.POSITIVE_INFINITY) || (count += 1) > MOST_EARLIER) continue;
    yield version;
  }
}

async function renderVersion(
  tx: Tx,
  {
    source: { id: versionId },
    shopId,
    locale,
    shopLanguage,
    frame,
    variables,
    customerId,
    now,
  }: RenderRequest & { source: VersionRow; shopLanguage: string; frame: TemplateFrame },
): Promise<RenderedMail & { language: string }> {
  const language = chooseVariant(await languagesOf(tx, { shopId, versionId }), {
    wanted: locale,
    shopLanguage,
  });
  const { parsed, needs, usesProducts } = await readyVariant(tx, { shopId, versionId, language });
  const products = usesProducts ? await loadProducts(tx, { shopId, customerId, needs, language, now }) : {};
  const { answerLink: link } = frame;
  const questions = link ? await offerAnswers(needs.questions, { language, link }) : {};
  return { ...fillVariant(parsed, scopeOf({ ...products, ...variables, questions }, frame)), language };
}

async function languagesOf(tx: Tx, key: { shopId: string; versionId: string }): Promise<string[]> {
  const known = languages.get(key.versionId);
  if (known) return known;
  const found = await listLanguages(tx, key);
  if (found.length > 0) languages.set(key.versionId, found);
  return found;
}

async function readyVariant(
  tx: Tx,
  key: { shopId: string; versionId: string; language: string },
): Promise<Ready> {
  const cacheKey = `${key.versionId}:${key.language}`;
  const known = cache.get(cacheKey);
  if (known) return known;
  const variant = await findVariant(tx, key);
  if (!variant || variant.text === "")
    throw new Error(`the variant ${key.language} of version ${key.versionId} is empty`);
  const needs = productNeedsOf(readBlocks(variant.blocksJson));
  const ready: Ready = {
    parsed: parseVariant(variant),
    needs,
    usesProducts: needs.bestsellers || needs.lastBought || Object.keys(needs.picked).length > 0,
  };
  cache.set(cacheKey, ready);
  return ready;
}

function tell(
  tx: Tx,
  { shopId, templateKey, customerId, occasionKey, now }: RenderRequest,
  {
    reason,
    wanted,
    used,
  }: { reason: "template-earlier" | "template-plain"; wanted: number | null; used: number | null },
): Promise<void> {
  return appendDecision(tx, {
    shopId,
    feature: "templates",
    outcome: "sent",
    reason,
    params: { template: templateKey, wanted: wanted ?? 0, used: used ?? 0 },
    customerId,
    dedupeKey: `templates:${reason}:${occasionKey}`,
    now,
  });
}
