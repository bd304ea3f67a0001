import mjml2html from "mjml";

import { problemAt, type SourceProblem } from "./inspect-liquid.server";

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/** In front of what an expert wrote, on the same line: lines count from the first of theirs. */
const BEFORE = "<mjml><mj-body>";
const AFTER = "</mj-body></mjml>";

/** What must not be in a mail, whoever wrote it: scripts, forms, frames, other files. */
const FORBIDDEN =
  /<\s*\/?\s*(script|form|input|textarea|select|iframe|frame|object|embed|applet|base|link|meta|svg|mj-include|mj-html-attributes)\b|\bon[a-z]+\s*=|javascript:|vbscript:|data:text|@import|expression\s*\(/gi;
/** Liquid that makes up a tag bit by bit could make up a forbidden one. In the value of an attribute it is fine. */
const BUILT_TAG = /<(?=[^<>]*[\uE000])(?:"[^"]*"|'[^']*'|[^<>"'\uE000])*[\uE000]/g;
const HELD = "\uE000";

/**
 * What is wrong with raw MJML: forbidden markup, elements that are not closed, and whatever MJML itself refuses.
 *
 * Liquid in it is checked apart.
 */
export async function inspectMjml(source: string): Promise<SourceProblem[]> {
  const bare = source.replace(LIQUID, (piece) => HELD.repeat(piece.length));
  const problems = [
    ...matchesOf(source, { in: bare.replaceAll(HELD, " "), pattern: FORBIDDEN, code: "markup-forbidden" }),
    ...matchesOf(source, { in: bare, pattern: BUILT_TAG, code: "markup-built" }),
    ...addressProblems(source),
    ...unclosedElements(source, bare),
  ];
  return problems.length > 0 ? problems : strictProblems(source);
}

function matchesOf(
  source: string,
  { in: text, pattern, code }: { in: string; pattern: RegExp; code: SourceProblem["code"] },
): SourceProblem[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[0].replaceAll(HELD, " ").trim().slice(0, 60);
    return problemAt(source, { code, ...placeOf(source, match.index) }, { name });
  });
}

/** Addresses in attributes and styles lead over http(s), or are one variable that holds an address. */
function addressProblems(source: string): SourceProblem[] {
  const found = [
    ...source.matchAll(
      /\b(?:href|src|background-url|background|action|srcset|poster)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi,
    ),
    ...source.matchAll(/url\(\s*["']?([^)"']*)/gi),
  ];
  return found
    .filter(([, one, other]) => !isWebAddress((one ?? other ?? "").trim()))
    .map((match) =>
      problemAt(
        source,
        { code: "address-not-web", ...placeOf(source, match.index) },
        { value: (match[1] ?? match[2] ?? "").slice(0, 120) },
      ),
    );
}

function isWebAddress(url: string): boolean {
  return (
    /^https?:\/\/[^\s"'<>\\]+$/i.test(url.replace(/\{\{[\s\S]*?\}\}/g, "x")) ||
    /^\{\{-?\s*(\w+\.)*(\w*_)?url\s*-?\}\}$/i.test(url)
  );
}

/** MJML forgives an element that is not closed and puts it somewhere: an expert wants to know. */
function unclosedElements(source: string, bare: string): SourceProblem[] {
  const open: { name: string; index: number }[] = [];
  for (const match of bare.matchAll(/<(\/?)(mj-[\w-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g)) {
    const [, closing, name = "", attributes = ""] = match;
    if (closing) {
      const last = open.at(-1);
      if (last?.name !== name) {
        const at = last ?? { name, index: match.index };
        return [unclosed(source, at)];
      }
      open.pop();
    } else if (!attributes.trimEnd().endsWith("/")) open.push({ name, index: match.index });
  }
  const [first] = open;
  if (!first) return [];
  return [unclosed(source, first)];
}

function unclosed(source: string, { name, index }: { name: string; index: number }): SourceProblem {
  return problemAt(source, { code: "mjml-not-closed", ...placeOf(source, index) }, { name });
}

type MjmlError = { line: number; message: string; tagName: string };

async function strictProblems(source: string): Promise<SourceProblem[]> {
  try {
    await mjml2html(BEFORE + source + AFTER, MJML_OPTIONS);
    return [];
  } catch (error) {
    const { errors } = error as { errors?: MjmlError[] };
    if (!errors) throw error;
    return errors.map(({ line, message, tagName }) => {
      const at = source.split("\n")[line - 1]?.indexOf(`<${tagName}`) ?? -1;
      const column = at < 0 ? 1 : at + 1;
      return problemAt(
        source,
        { code: "mjml-invalid", line, column },
        { name: tagName, message: message.slice(0, 200) },
      );
    });
  }
}

/** Nothing is loaded from anywhere: no fonts, no other files, no configuration of the machine. */
export const MJML_OPTIONS = {
  validationLevel: "strict",
  fonts: {},
  keepComments: true,
  ignoreIncludes: true,
  useMjmlConfigOptions: false,
} as const;

function placeOf(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index);
  return { line: before.split("\n").length, column: index - before.lastIndexOf("\n") };
}
