import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { presentQuestions } from "../answers/offered.server";
import { getSender } from "../sender.server";

import { compileVariant } from "./compile.server";
import { readDesignChoice } from "./design.server";
import { findReadyMade } from "./ready-made/catalogue";
import { listUsedLanguages, listVersions, type TemplateRow } from "./repository.server";
import { checkLanguages } from "./rules/checks";
import { designOf } from "./rules/design";
import type { DesignChoice, Problem } from "./schema";
import type { EditorData, VersionItem } from "./screens/schema";
import { findDraft } from "./stored-draft.server";

const VERSIONS_SHOWN = 20;

/** Everything the editor shows of a template, by its id or the key of a ready-made one; null when there is none. */
export async function presentEditor(
  db: Db,
  { shopId, ref, locale }: { shopId: string; ref: string; locale: Locale },
): Promise<EditorData | null> {
  const found = await findDraft(db, { shopId, ref, locale });
  if (!found) return null;
  const { template, draft, kind, topic } = found;
  const choice = await readDesignChoice(db, { shopId });
  const design = designOf(choice);
  const languages = Object.keys(draft.variants);
  const problems: Problem[] = checkLanguages(languages, await listUsedLanguages(db, { shopId }));
  for (const [language, variant] of Object.entries(draft.variants))
    problems.push(...(await compileVariant(variant, { kind, topic, design, language })).problems);
  const versions = template ? await presentVersions(db, template) : [];
  const shop = await getShop(db, { shopId });
  return {
    ...standingOf(template, ref),
    kind,
    topic,
    draft,
    problems,
    versions,
    design: choice,
    questions: await presentQuestions(),
    testAddress: shop.email ?? (await getSender(db, { shop })).replyTo ?? "",
  };
}

/** Of a ready-made template that is not stored yet: version 0, and what its page was asked by. */
function standingOf(
  template: TemplateRow | null,
  ref: string,
): Pick<EditorData, "ref" | "key" | "version" | "publishedVersion" | "isReadyMade"> {
  if (!template) return { ref, key: ref, version: 0, publishedVersion: null, isReadyMade: true };
  const { id, key, latestVersion: version, publishedVersion } = template;
  return { ref: id, key, version, publishedVersion, isReadyMade: findReadyMade(key) !== null };
}

async function presentVersions(db: Db, { shopId, id: templateId }: TemplateRow): Promise<VersionItem[]> {
  const rows = await listVersions(db, { shopId, templateId, limit: VERSIONS_SHOWN });
  return rows.map(({ version, cause, isSound, savedAt }) => {
    return { version, cause, isSound, savedAt: savedAt.toISOString() };
  });
}

/** What the merchant chose for the looks of all mails. */
export function presentDesign(db: Db, { shopId }: { shopId: string }): Promise<DesignChoice> {
  return readDesignChoice(db, { shopId });
}
