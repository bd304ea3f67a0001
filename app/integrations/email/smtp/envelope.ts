import { domainToASCII } from "node:url";

import type { OutgoingEmail } from "../transport";

/** A mail cut for the wire: its commands as one group (RFC 2920), and its body. */
export type Envelope = { from: string; to: string; needsUtf8: boolean };

/**
 * Whom a mail is from and to, as the server is told.
 *
 * @returns null when an address cannot be one: it is refused before the server is asked.
 */
export function envelopeOf({ from, to }: Pick<OutgoingEmail, "from" | "to">): Envelope | null {
  const sender = addressOf(from.address);
  const reader = addressOf(to);
  if (sender === null || reader === null) return null;
  return { from: sender, to: reader, needsUtf8: /[^\x20-\x7e]/.test(sender + reader) };
}

/** With its domain as ASCII; null when it is none, or would begin another command. */
function addressOf(address: string): string | null {
  const parts = /^([^\s<>@]+|"[^"\r\n<>]+")@([^\s<>@]+)$/.exec(address.trim());
  const domain = domainToASCII(parts?.[2] ?? "") || parts?.[2]?.replace(/^\[.*\]$/, "$&");
  return parts && domain ? `${parts[1]}@${domain}` : null;
}

export function senderCommand({ from, needsUtf8 }: Envelope): string {
  return `MAIL FROM:<${from}>${needsUtf8 ? " SMTPUTF8" : ""}\r\n`;
}

export function readerCommand({ to }: Envelope): string {
  return `RCPT TO:<${to}>\r\n`;
}
