import mjml2html from "mjml";

import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";

import type { AnswerLink } from "./answers/offered.server";
import { mailDesign, TEXT_DESIGN } from "./design";
import type { MailContent } from "./schema";
import { htmlLiquid, textLiquid } from "./templates/liquid.server";
import { type Program, programOf } from "./templates/program.server";

export type RenderedMail = {
  subject: string;
  html: string;
  text: string;
  /** The template it was written from, and which version; absent when the feature wrote it itself. */
  templateKey?: string;
  templateVersion?: number | null;
};

/** What the engine knows about every mail. */
export type MailFrame = {
  locale: Locale;
  sender: string;
  unsubscribeUrl: string;
  /** Where the reader says what they want to hear of. */
  preferencesUrl: string;
  /** Where the reader answers a question of the mail. */
  answerLink?: AnswerLink;
};

const writeText = programOf(TEXT_DESIGN, textLiquid);
const compiled = new Map<Locale, Promise<Program>>();

/**
 * Renders a mail in its frame, as HTML and as plain text.
 *
 * Every value is escaped; links lead over http(s) only.
 *
 * @throws RangeError when a link does not.
 */
export async function renderMail(content: MailContent, frame: MailFrame): Promise<RenderedMail> {
  const t = await getTranslator(frame.locale, "messaging");
  const products = content.products.map((product) => ({
    ...product,
    imageUrl: webAddress(product.imageUrl),
  }));
  const scope = {
    ...content,
    subject: oneLine(content.subject),
    products,
    hasPictures: products.some((product) => product.imageUrl !== null),
    buttonLabel: content.button.label,
    buttonUrl: requireWebAddress(content.button.url),
    sender: frame.sender,
    unsubscribeUrl: requireWebAddress(frame.unsubscribeUrl),
    unsubscribeLabel: t("footer.unsubscribe"),
    preferencesUrl: requireWebAddress(frame.preferencesUrl),
    preferencesLabel: t("footer.preferences"),
  };
  const writeHtml = await templateFor(frame.locale);
  return {
    subject: scope.subject,
    html: writeHtml(scope),
    text: writeText(scope).replace(/\n{3,}/g, "\n\n"),
  };
}

function templateFor(locale: Locale): Promise<Program> {
  const known = compiled.get(locale);
  if (known) return known;
  const compiling = compile(locale);
  compiled.set(locale, compiling);
  return compiling;
}

/** Compiling takes a tenth of a second, filling in some microseconds. */
async function compile(locale: Locale): Promise<Program> {
  const { html } = await mjml2html(mailDesign(locale), {
    validationLevel: "strict",
    fonts: {},
    keepComments: true,
  });
  return programOf(html, htmlLiquid);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function webAddress(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}

function requireWebAddress(url: string): string {
  const address = webAddress(url);
  if (address === null) throw new RangeError(`a link in a mail must lead over http or https, got "${url}"`);
  return address;
}
