import { replaceLinks } from "~/engine/messaging/tracking/rules/rewrite";

/** The web addresses that a mail links to, in their order, each once. */
export function listLinks(mail: { html: string; text: string }): string[] {
  const found: string[] = [];
  replaceLinks(mail, (url) => {
    found.push(url);
    return null;
  });
  return [...new Set(found)];
}
