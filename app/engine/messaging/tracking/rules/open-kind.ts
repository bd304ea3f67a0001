/** What loaded the picture of a mail. */
export type OpenKind = "person" | "privacy-proxy" | "bot";

/** Apple's Mail Privacy Protection loads every picture of every mail under this bare name, opened or not. */
const APPLE_PRIVACY = "Mozilla/5.0";

/** Google and Yahoo load pictures for their readers, when those open the mail. */
const READERS_PROXY = /GoogleImageProxy|YahooMailProxy/;

/**
 * Who loaded the picture of a mail.
 *
 * @param isKnownBot Whether the agent says that it is a program.
 */
export function openKindOf(agent: string, isKnownBot: boolean): OpenKind {
  if (agent.trim() === APPLE_PRIVACY) return "privacy-proxy";
  if (READERS_PROXY.test(agent)) return "person";
  return isKnownBot || agent.trim() === "" ? "bot" : "person";
}
