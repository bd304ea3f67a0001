import { simpleParser } from "mailparser";

import type { SentMail } from "../context";

export type ReadMessage = Omit<SentMail, "id" | "receivedAt" | "wallAt">;

/** Joins folded lines and cuts the name off: `Subject: a\r\n b` → `a b`. */
function headerValue(line: string): string {
  return line
    .slice(line.indexOf(":") + 1)
    .replace(/\r?\n[ \t]+/g, " ")
    .trim();
}

/**
 * What a message says. `recipients` are those of the envelope, for they alone decide where it goes. A header that
 * occurs several times (`Received`) keeps its first value.
 */
export async function readMessage(raw: Buffer, recipients: string[]): Promise<ReadMessage> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });
  const headers: Record<string, string> = {};
  for (const { key, line } of parsed.headerLines) headers[key] ??= headerValue(line);
  return {
    from: parsed.from?.text ?? "",
    to: recipients,
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html || "",
    headers,
    messageId: parsed.messageId ?? "",
    raw: raw.toString("utf8"),
  };
}
