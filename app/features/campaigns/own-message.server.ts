import { compileVariant } from "~/engine/messaging/templates/compile.server";
import { readDesign } from "~/engine/messaging/templates/design.server";
import { innerTemplateKey, variantOf } from "~/engine/messaging/templates/ready-made/written";
import type { Variant } from "~/engine/messaging/templates/schema";
import { saveInnerTemplate } from "~/engine/messaging/templates/service.server";
import type { Db, RootDb } from "~/platform/db.server";
import { LOCALES, type Locale } from "~/shops/schema";

import type { CampaignRow } from "./repository.server";
import type { CampaignContent, CampaignProblem } from "./schema";

/** Which template a campaign is written by: its own, when its message is written in it. */
export function templateKeyOf({ id, content }: Pick<CampaignRow, "id" | "content">): string {
  const { own, channel, templateKey } = content;
  return own ? innerTemplateKey(`campaign-${id}-${channel}`) : templateKey;
}

/** Stores the message of a campaign as the template it is sent by. Safe to repeat. */
export async function saveOwnMessage(
  db: RootDb,
  { campaign, now }: { campaign: CampaignRow; now: Date },
): Promise<void> {
  const { shopId, name, content } = campaign;
  const variants = Object.fromEntries(variantsOf(content));
  if (content.own === null) return;
  await saveInnerTemplate(db, {
    ...{ shopId, key: templateKeyOf(campaign), kind: content.channel, topic: content.topic, now },
    draft: { name: name.trim() || campaign.id, variants },
  });
}

/** What keeps the message that is written in a campaign from being sent, language by language. */
export async function findOwnProblems(
  db: Db,
  { shopId, content }: { shopId: string; content: CampaignContent },
): Promise<CampaignProblem[]> {
  const { channel: kind, topic, premiere } = content;
  const design = await readDesign(db, { shopId });
  const problems: CampaignProblem[] = [];
  for (const [language, variant] of variantsOf(content)) {
    const compiled = await compileVariant(variant, { kind, topic, language, design });
    const [first] = compiled.problems.filter(({ severity }) => severity === "blocking");
    if (first) {
      const params = { ...first.params, language, problem: first.code };
      problems.push({ field: "own", code: "own-broken", params });
    } else if (premiere?.asksForAnswer && !JSON.stringify(variant.blocks).includes("premiere.url"))
      problems.push({ field: "own", code: "own-without-invitation", params: { language } });
  }
  return problems;
}

function variantsOf({ own, channel, offer }: CampaignContent): [Locale, Variant][] {
  return LOCALES.flatMap((locale): [Locale, Variant][] => {
    const written = own?.[locale];
    return written ? [[locale, variantOf(written, { kind: channel, locale, hasCode: offer !== null })]] : [];
  });
}
