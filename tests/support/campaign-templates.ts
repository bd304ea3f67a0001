import {
  appendVersion,
  publishVersion,
  upsertTemplate,
} from "~/engine/messaging/templates/repository.server";
import type { RootDb } from "~/platform/db.server";

/** A template of a shop as far as campaigns look at it: where its button leads, language by language. */
export async function saveCampaignTemplate(
  db: RootDb,
  {
    shopId,
    key,
    now,
    kind = "email",
    isPublished = true,
    urls = { en: "shop.url" },
  }: {
    shopId: string;
    key: string;
    now: Date;
    kind?: "email" | "sms";
    isPublished?: boolean;
    urls?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { id } = await upsertTemplate(db, { shopId, key, name: key, kind, topic: "offers", now });
  const variants = Object.entries(urls).map(([language, url]) => ({
    ...{ language, subject: "Hello", preheader: "", html: "<p>Hello</p>", text: "Hello" },
    blocksJson: JSON.stringify([{ kind: "button", url: `{{ ${url} }}` }]),
  }));
  const after = { shopId, templateId: id, after: 0, cause: "saved", isSound: true } as const;
  const version = await appendVersion(db, { ...after, variants, now });
  if (isPublished && version !== null) await publishVersion(db, { shopId, id, version, now });
}
