import { momentaryUtf8 } from "~/platform/utf8";

/** Longest piece of a line of quoted-printable, without the "=" of a soft break (RFC 2045, 6.7). */
const PIECE = 75;

const [TAB, LF, CR, SPACE, DOT, EQUALS] = [9, 10, 13, 32, 46, 61];
const HEX = Buffer.from("0123456789ABCDEF");

/** Bytes that may stand for themselves; a dot may at the beginning of no line. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === TAB || (byte >= SPACE && byte <= 126 && byte !== EQUALS) ? 1 : 0,
);

/** Every byte escaped, and a soft break after every 25th: nothing becomes longer than that. */
const MOST_PER_BYTE = 3.2;

/** What is written is read out before the next text: one piece of memory serves all. */
let memory = Buffer.alloc(0);

/** A text as quoted-printable in UTF-8, lines ending in CRLF. No line begins with a dot: SMTP would want it doubled. */
export function quotedPrintable(text: string): string {
  const source = momentaryUtf8(text);
  const mostBytes = Math.ceil(source.length * MOST_PER_BYTE) + 8;
  if (memory.length < mostBytes) memory = Buffer.alloc(mostBytes);
  const out = memory;
  let [index, length, lineStart] = [0, 0, 0];
  while (index < source.length) {
    if (length === lineStart && source[index] === DOT) {
      length = putEscaped(out, length, DOT);
      index += 1;
    }
    const room = PIECE - (length - lineStart);
    const copied = copyPlain({ source, index, out, length }, Math.min(room, source.length - index));
    index += copied;
    length += copied;
    const byte = source[index];
    if (byte === undefined) break;
    if (byte === LF || byte === CR) {
      length = putBreak(out, withVisibleEnd(out, { lineStart, length }));
      index += byte === CR && source[index + 1] === LF ? 2 : 1;
      lineStart = length;
    } else if (PLAIN[byte] === 1 || length - lineStart > PIECE - 3) {
      length = putSoftBreak(out, length);
      lineStart = length;
    } else {
      length = putEscaped(out, length, byte);
      index += 1;
    }
  }
  return out.toString("latin1", 0, withVisibleEnd(out, { lineStart, length }));
}

type Place = { source: Buffer; index: number; out: Buffer; length: number };

/** Copies what stands for itself: nearly everything. @returns how many bytes. */
function copyPlain({ source, index, out, length }: Place, most: number): number {
  let count = 0;
  for (; count < most; count += 1) {
    const byte = source[index + count] ?? 0;
    if (PLAIN[byte] !== 1) break;
    out[length + count] = byte;
  }
  return count;
}

/** A space at the end of a line would be lost on the way. @returns the length with it escaped. */
function withVisibleEnd(out: Buffer, { lineStart, length }: { lineStart: number; length: number }): number {
  const last = out[length - 1] ?? 0;
  if (length === lineStart || (last !== SPACE && last !== TAB)) return length;
  const before = length - 1;
  return putEscaped(out, before - lineStart > PIECE - 3 ? putSoftBreak(out, before) : before, last);
}

function putBreak(out: Buffer, at: number): number {
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
}

function putSoftBreak(out: Buffer, at: number): number {
  out[at] = EQUALS;
  return putBreak(out, at + 1);
}

function putEscaped(out: Buffer, at: number, byte: number): number {
  out[at] = EQUALS;
  out[at + 1] = HEX[byte >> 4] ?? 0;
  out[at + 2] = HEX[byte & 15] ?? 0;
  return at + 3;
}
