/** Longest line of quoted-printable, with the "=" of a soft break (RFC 2045, 6.7). */
const LINE = 76;

/** A text as quoted-printable in UTF-8, lines ending in CRLF. */
export function quotedPrintable(text: string): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  return lines
    .replaceAll("=", "=3D")
    .replace(/[^\t\n -~]+/g, escapeBytes)
    .split("\n")
    .map((line) => wrap(withVisibleEnd(line)))
    .join("\r\n");
}

/** A space at the end of a line would be lost on the way. */
function withVisibleEnd(line: string): string {
  return line.endsWith(" ") || line.endsWith("\t") ? line.slice(0, -1) + escapeBytes(line.slice(-1)) : line;
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
