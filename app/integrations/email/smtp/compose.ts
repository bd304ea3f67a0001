import type { OutgoingEmail } from "../transport";

import { quotedPrintable } from "./quoted-printable";

/** An encoded word holds 75 characters at most (RFC 2047); so many bytes fit into it as base64. */
const WORD_BYTES = 45;

/** A mail as it goes over the wire (RFC 5322, multipart/alternative), without the dot that ends it. */
export function composeMail(email: OutgoingEmail): string {
  const { messageId, from, to, replyTo, subject, headers, sentAt, text, html } = email;
  const boundary = `=_${messageId.replace(/[^A-Za-z0-9]/g, "").slice(0, 60)}_`;
  const head = [
    ["From", mailboxOf(from)],
    ["To", to],
    ...(replyTo ? [["Reply-To", replyTo]] : []),
    ["Subject", encodedText(subject)],
    ["Message-ID", messageId],
    ["Date", sentAt.toUTCString().replace("GMT", "+0000")],
    ["MIME-Version", "1.0"],
    ...Object.entries(headers),
    ["Content-Type", `multipart/alternative; boundary="${boundary}"`],
  ].map(([name = "", value = ""]) => `${name}: ${oneLine(value)}\r\n`);
  const part = (type: string, body: string) =>
    `--${boundary}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(body)}\r\n`;
  return `${head.join("")}\r\n${part("plain", text)}${part("html", html)}--${boundary}--\r\n`;
}

/** A body as DATA wants it: no line is a dot by itself, and one is at its end (RFC 5321, 4.5.2). */
export function stuffed(message: string): string {
  const hasDots = message.startsWith(".") || message.includes("\n.");
  return `${hasDots ? message.replace(/^\./gm, "..") : message}.\r\n`;
}

function mailboxOf({ name, address }: { name: string; address: string }): string {
  if (!name.trim()) return address;
  const plain = /^[\x20-\x7e]*$/.test(name);
  return plain ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : `${encodedText(name)} <${address}>`;
}

/** ASCII stays as it is; what is not becomes encoded words, none of which cuts a character. */
function encodedText(text: string): string {
  const line = oneLineText(text);
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes("=?")) return line;
  const words: string[] = [];
  let piece = "";
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > WORD_BYTES) {
      words.push(piece);
      piece = "";
    }
    piece += character;
  }
  words.push(piece);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}

function oneLineText(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}

/** A header never begins another: only our own folds remain. */
function oneLine(value: string): string {
  return value.replace(/\r\n(?! )|\r(?!\n)|(?<!\r)\n/g, " ");
}
