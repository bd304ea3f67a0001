import { readInvitationToken } from "~/features/campaigns/links.server";
import { campaignsRegistration } from "~/features/campaigns/registration.server";
import { scheduleCampaign } from "~/features/campaigns/audience/service.server";
import { insertCampaign } from "~/features/campaigns/repository.server";
import { CampaignContentSchema, newContent } from "~/features/campaigns/schema";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld } from "./automation-world";
import type { FakeEmail, World } from "./world";

/** Automations and campaigns as the composition wires them. */
export function createCampaignWorld(db: RootDb, start: Date | string): World {
  return createAutomationWorld(db, start, [campaignsRegistration]);
}

/** A premiere that nothing is wrong with, two weeks after `T0` of the tests. */
export const PREMIERE = {
  title: "Spring collection",
  day: "2026-03-16",
  time: "18:00",
  url: "https://demo-shop.example/collections/spring",
} as const;

type Given = { id?: string; shopId?: string; now: Date; content?: object; name?: string };

/** A draft of a plain mail, or of what `content` says. */
export async function givenDraft(
  db: RootDb,
  { id = "camp1", shopId = "s1", now, content = {}, name = "News" }: Given,
): Promise<string> {
  const written = CampaignContentSchema.parse({ ...newContent("plain"), templateKey: "welcome", ...content });
  await insertCampaign(db, { id, shopId, name, content: written, now });
  return id;
}

/** A draft of an invitation. */
export function givenInvitation(db: RootDb, given: Given & { premiere?: object }): Promise<string> {
  const { premiere, content, ...rest } = given;
  const written = { ...newContent("premiere"), premiere: { ...PREMIERE, ...premiere }, ...content };
  return givenDraft(db, { ...rest, content: written });
}

/** Sends it off. @throws Error with what is wrong when it is refused. */
export async function sendOff(
  db: RootDb,
  { campaignId, shopId = "s1", now }: { campaignId: string; shopId?: string; now: Date },
): Promise<void> {
  const answer = await scheduleCampaign(db, { shopId, campaignId, now });
  if (answer.outcome !== "scheduled") throw new Error(JSON.stringify(answer));
}

/** The token of the invitation in a mail; the mail's links are counted, so it is looked up by whom it went to. */
export async function tokensOf(db: RootDb, email: FakeEmail, address: string): Promise<string[]> {
  const subjects = email.sent.filter(({ to }) => to === address).map(({ subject }) => subject);
  const links = await db.messageLink.findMany({ where: { shopId: "s1", url: { contains: "/i/" } } });
  const messages = await db.message.findMany({
    where: { shopId: "s1", id: { in: links.map(({ messageId }) => messageId) } },
  });
  const ids = messages.filter(({ toAddress }) => toAddress === address).map(({ id }) => id);
  if (subjects.length === 0) return [];
  return links
    .filter(({ messageId }) => ids.includes(messageId))
    .map(({ url }) => new URL(url).pathname.replace("/i/", ""))
    .filter((token) => readInvitationToken(token) !== null);
}
