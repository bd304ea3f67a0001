import type { Db } from "~/platform/db.server";

import { HONEYPOT_POSITION } from "../../tracking/rules/judge-click";
import type { ClickCount } from "../schema";

export const NO_CLICKS: ClickCount = { people: 0, bots: 0 };

type Group = { kind: string; _count: number };

/** Clicks that are not judged yet are counted for nobody. */
function countOf(groups: readonly Group[]): ClickCount {
  const of = (kind: string) =>
    groups.filter((group) => group.kind === kind).reduce((sum, { _count }) => sum + _count, 0);
  return { people: of("person"), bots: of("bot") };
}

/** How often people and programs followed links of these mails; mails without a click are left out. */
export async function countClicks(
  db: Db,
  { shopId, messageIds }: { shopId: string; messageIds: readonly string[] },
): Promise<Map<string, ClickCount>> {
  const groups = await db.messageClick.groupBy({
    by: ["messageId", "kind"],
    where: { shopId, messageId: { in: [...messageIds] } },
    _count: true,
  });
  const found = new Set(groups.map(({ messageId }) => messageId));
  return new Map([...found].map((id) => [id, countOf(groups.filter(({ messageId }) => messageId === id))]));
}

/** Where the links of a mail lead and how often they were followed, in the order of the mail. */
export async function listClickedLinks(
  db: Db,
  { shopId, messageId }: { shopId: string; messageId: string },
): Promise<{ position: number; url: string; clicks: ClickCount }[]> {
  const links = await db.messageLink.findMany({
    where: { shopId, messageId, position: { not: HONEYPOT_POSITION } },
    orderBy: { position: "asc" },
    select: { position: true, url: true },
  });
  const groups = await db.messageClick.groupBy({
    by: ["position", "kind"],
    where: { shopId, messageId },
    _count: true,
  });
  return links.map((link) => ({
    ...link,
    clicks: countOf(groups.filter(({ position }) => position === link.position)),
  }));
}
