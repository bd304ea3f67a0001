import mjml2html from "mjml";

import {
  describeLiquidError,
  inspectAddress,
  inspectLiquid,
  type SourceProblem,
} from "./inspect-liquid.server";
import { inspectMjml, MJML_OPTIONS } from "./inspect-mjml.server";
import { htmlLiquid, textLiquid } from "./liquid.server";
import { blocksToMjml } from "./rules/blocks-to-mjml";
import { blocksToText } from "./rules/blocks-to-text";
import { checkVariant } from "./rules/checks";
import { fieldsOf } from "./rules/fields";
import type { MailDesign, Problem, TemplateKind, Variant } from "./schema";

/** A variant ready to be filled in: HTML and plain text with Liquid in them. Empty when it cannot be compiled. */
export type CompiledVariant = { html: string; text: string; problems: Problem[] };

export type CompileContext = {
  kind: TemplateKind;
  design: MailDesign;
  /** BCP 47. */
  language: string;
  /** Marketing mail needs a way out. */
  topic: string;
};

/**
 * Compiles a variant once, when it is saved: blocks → MJML → HTML, Liquid staying in it to be filled in per mail.
 *
 * Never throws for what a merchant wrote: what is wrong is among the problems, with its place and its words.
 */
export async function compileVariant(variant: Variant, context: CompileContext): Promise<CompiledVariant> {
  const problems = await inspectFields(variant, context.language);
  if (problems.some(({ severity }) => severity === "blocking")) return { html: "", text: "", problems };
  const text = context.kind === "sms" ? smsText(variant) : blocksToText(variant.blocks);
  const html = context.kind === "sms" ? "" : await toHtml(variant, context);
  const unreadable = [liquidProblem(html, "html"), liquidProblem(text, "text")]
    .filter((problem) => problem !== null)
    .map((problem) => ({ ...problem, language: context.language, blockId: null }));
  if (unreadable.length > 0) return { html: "", text: "", problems: [...problems, ...unreadable] };
  return { html, text, problems: [...problems, ...checkVariant({ ...context, variant, html, text })] };
}

/** A text message is its text blocks, in one. */
function smsText({ blocks }: Variant): string {
  return blocksToText(blocks.filter(({ kind }) => kind === "text")).trim();
}

function toHtml(variant: Variant, { design, language }: CompileContext): Promise<string> {
  return compileMjml(blocksToMjml(variant.blocks, { ...variant, design, language }));
}

/** HTML of MJML that was checked before, without its indentation: a quarter of every mail. @throws Error for what MJML refuses. */
export async function compileMjml(mjml: string): Promise<string> {
  const { html } = await mjml2html(mjml, MJML_OPTIONS);
  return html.replace(/\n\s+/g, "\n");
}

async function inspectFields(variant: Variant, language: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { blockId, field, type, source } of fieldsOf(variant)) {
    const found = [...inspectLiquid(source)];
    if (type === "address") found.push(...inspectAddress(source));
    if (type === "mjml") found.push(...(await inspectMjml(source)));
    problems.push(...found.map((problem) => ({ ...problem, language, blockId, field })));
  }
  return problems;
}

/** What is split over two blocks can only be seen in the whole. */
function liquidProblem(source: string, field: string): (SourceProblem & { field: string }) | null {
  try {
    (field === "html" ? htmlLiquid : textLiquid).parse(source);
    return null;
  } catch (error) {
    return { ...describeLiquidError(error, source), line: null, column: null, field };
  }
}
