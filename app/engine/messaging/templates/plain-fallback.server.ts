import { getTranslator } from "~/platform/i18n.server";
import type { Db } from "~/platform/db.server";
import { matchLocale } from "~/shops/locale";

import type { RenderedMail } from "../rendered-mail";

import { fillVariant, parseVariant, scopeOf, type TemplateFrame } from "./fill.server";
import type { TemplateRow } from "./repository.server";
import { readDesign } from "./design.server";
import { blocksToMjml } from "./rules/blocks-to-mjml";
import { blocksToText } from "./rules/blocks-to-text";
import type { Block } from "./schema";
import { compileMjml } from "./compile.server";

/**
 * A mail that always can be written: the shop's greeting and the way to answer and to unsubscribe, in a language of ours.
 */
export async function plainFallback(
  db: Db,
  {
    template,
    shopLanguage,
    locale,
    frame,
  }: { template: TemplateRow; shopLanguage: string; locale: string | null; frame: TemplateFrame },
): Promise<RenderedMail & { language: string }> {
  const language = matchLocale(locale) ?? matchLocale(shopLanguage) ?? "en";
  const t = await getTranslator(language, "templates");
  const blocks: Block[] = [
    { kind: "text", id: "text", text: t("fallback.text"), size: "normal", align: "left" },
    {
      kind: "footer",
      id: "footer",
      reason: t("fallback.reason"),
      unsubscribeLabel: t("footer.unsubscribe"),
      preferencesLabel: t("footer.preferences"),
    },
  ];
  const subject = t("fallback.subject");
  const text = blocksToText(blocks);
  const isMail = template.kind === "email";
  const design = await readDesign(db, { shopId: template.shopId });
  const html = isMail
    ? await compileMjml(blocksToMjml(blocks, { design, language, subject, preheader: "" }))
    : "";
  return { ...fillVariant(parseVariant({ subject, html, text }), scopeOf({}, frame)), language };
}
