import type { AnswerLink } from "../answers/offered.server";
import type { RenderedMail } from "../rendered-mail";

import { htmlLiquid, textLiquid } from "./liquid.server";
import { type Program, programOf, type Scope } from "./program.server";

/** A variant that was read once and can be filled in any number of times. */
export type ParsedVariant = { subject: Program; html: Program | null; text: Program };

/** Facts by the names of the catalogue (rules/variables.ts); whatever else is in them is never looked at. */
export type TemplateVariables = Readonly<Record<string, unknown>>;

/** What the engine knows about every mail: the part of a mail's frame that templates show. */
export type TemplateFrame = {
  sender: string;
  unsubscribeUrl: string;
  preferencesUrl?: string | null;
  addressLine?: string | null;
  /** Questions are left out of a mail without. */
  answerLink?: AnswerLink;
};

/** @throws ParseError for what was not checked when it was saved. */
export function parseVariant({
  subject,
  html,
  text,
}: {
  subject: string;
  html: string;
  text: string;
}): ParsedVariant {
  return {
    subject: programOf(subject, textLiquid),
    html: html === "" ? null : programOf(html, htmlLiquid),
    text: programOf(text, textLiquid),
  };
}

/**
 * Fills a variant in, in one pass over each part. Values are escaped where they stand in HTML, and are never themselves
 * taken for templates.
 */
export function fillVariant(parsed: ParsedVariant, scope: Scope): RenderedMail {
  return {
    subject: oneLine(parsed.subject(scope)),
    html: parsed.html ? parsed.html(scope) : "",
    text: parsed
      .text(scope)
      .replace(/[ \t]+\n/g, "\n")
      .replace(/\n{3,}/g, "\n\n")
      .trimStart(),
  };
}

/** What a template may see: the values with unfit addresses emptied, and the frame. */
export function scopeOf(variables: TemplateVariables, frame: TemplateFrame): Scope {
  return {
    ...(withWebAddresses(variables) as object),
    frame: {
      sender: frame.sender,
      unsubscribe_url: webAddress(frame.unsubscribeUrl),
      preferences_url: webAddress(frame.preferencesUrl),
      address_line: frame.addressLine ?? "",
    },
  };
}

/** A line break in a header would begin another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function withWebAddresses(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withWebAddresses);
  const safe: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    safe[name] = name.endsWith("url") ? webAddress(inner) : withWebAddresses(inner);
  return safe;
}

/** An address over http(s); empty for any other, so that its block or link is left out. */
function webAddress(url: unknown): string {
  return typeof url === "string" && /^https?:\/\/[^\s"'<>\\]+$/i.test(url) ? url : "";
}
