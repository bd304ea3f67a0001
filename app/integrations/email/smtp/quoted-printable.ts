/** Longest line of quoted-printable, with the "=" of a soft break (RFC 2045, 6.7). */
const LINE = 76;

/** A text as quoted-printable in UTF-8, lines ending in CRLF. */
export function quotedPrintable(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, "\n")
    .replace(/[^\t\n -<>-~]+/g, escapeBytes)
    .replace(/[\t ](?=\n|$)/g, escapeBytes)
    .split("\n")
    .map(wrap)
    .join("\r\n");
}

function escapeBytes(run: string): string {
  const hex = Buffer.from(run, "utf8").toString("hex").toUpperCase();
  return hex.replace(/../g, "=$&");
}

function wrap(line: string): string {
  if (line.length <= LINE) return line;
  const pieces: string[] = [];
  let from = 0;
  while (line.length - from > LINE) {
    let end = from + LINE - 1;
    // "=XX" stays in one piece.
    if (line[end - 1] === "=") end -= 1;
    else if (line[end - 2] === "=") end -= 2;
    pieces.push(line.slice(from, end));
    from = end;
  }
  pieces.push(line.slice(from));
  return pieces.join("=\r\n");
}
