import { PayloadProblem } from "../outcome";

/** Fewer digits than this always fit a double exactly. */
const MANY_DIGITS = /(?<!\d)\d{16}/;

/** A string, or an integer too long for a double that is not part of another number. */
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses a body without rounding ids past 2^53: integers of 16 digits and more come out as strings.
 *
 * They are put in quotes outside of strings before the engine's own parser sees them: a parser written in JavaScript
 * would take ten times as long.
 *
 * @throws PayloadProblem when it is no JSON.
 */
export function parseBody(body: string): unknown {
  return parseQuickly(MANY_DIGITS.test(body) ? body.replace(STRING_OR_LONG_INTEGER, quoteInteger) : body);
}

/**
 * Parses a body as the engine does: for whoever notices an id that was rounded.
 *
 * @throws PayloadProblem when it is no JSON.
 */
export function parseQuickly(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new PayloadProblem(
      "$",
      body,
      `expected JSON: ${error instanceof Error ? error.message : "unreadable"}`,
    );
  }
}

function quoteInteger(token: string): string {
  return token.startsWith('"') ? token : `"${token}"`;
}
