/** Spreadsheets run cells that begin so as formulas; with signs of East Asian width, too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Where the decimal sign is a comma, as in Polish and Russian, spreadsheets begin a cell after each semicolon or tab, and
 * take no notice of quotes in the middle: what would be a formula behind one.
 */
const FORMULA_WITHIN = /([;\t\r\n][ "]*)(?=[=+\-@＝＋－＠])/g;

/**
 * Rows as CSV (RFC 4180, with a byte order mark, so that spreadsheets read it as UTF-8). What a spreadsheet would run
 * as a formula gets an apostrophe in front, also in the middle of a cell, where some begin another one.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(toCell).join(",")}\r\n`).join("")}`;
}

function toCell(value: string | number | null): string {
  if (typeof value === "number") return String(value);
  const plain = (value ?? "").replace(FORMULA_WITHIN, "$1'");
  const text = FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
