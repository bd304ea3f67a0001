import type { Locale } from "~/shops/schema";

import { COMMON } from "./common";
import type { Block, TemplateKind, Variant, WrittenMessage } from "../schema";
import { emptyFooter } from "../rules/empty";

/** How a text message may be stopped, in letters of the GSM alphabet where the language has them. */
const STOP: Readonly<Record<Locale, string>> = {
  en: "Reply STOP to opt out",
  pl: "Rezygnacja: odpisz STOP",
  ru: "Отказ: ответьте СТОП",
};

type Context = {
  kind: TemplateKind;
  locale: Locale;
  /** Everybody gets a code: it is shown. */
  hasCode: boolean;
};

/** The key of a template that belongs to something else, and is changed there alone: no list shows it. */
export function innerTemplateKey(owner: string): string {
  return `within-${owner}`;
}

/** Whether a template belongs to something else. */
export function isInnerTemplate(key: string): boolean {
  return key.startsWith("within-");
}

/** A message of a few fields as blocks: with the person's code when there is one, and always with a way out. */
export function variantOf(written: WrittenMessage, context: Context): Variant {
  const { subject, preheader } = written;
  const blocks = context.kind === "sms" ? smsBlocks(written, context) : mailBlocks(written, context);
  return { subject, preheader, blocks: [...blocks, emptyFooter(context.locale)] };
}

/** A text is one piece: what it has in addition stands on lines of their own. */
function smsBlocks({ text }: WrittenMessage, { locale, hasCode }: Context): Block[] {
  const isCodeLacking = hasCode && !text.includes("code.code");
  const lines = [text, ...(isCodeLacking ? ["{{ code.code }}"] : []), STOP[locale]];
  return [{ kind: "text", id: "text-1", text: lines.join("\n"), size: "normal", align: "left" }];
}

function mailBlocks(
  { heading, text, buttonLabel, buttonUrl }: WrittenMessage,
  { locale, hasCode }: Context,
): Block[] {
  const { codeLabel: label, codeTerms: terms } = COMMON[locale];
  const align = "left";
  return [
    ...(heading.trim() === ""
      ? []
      : [{ kind: "heading", id: "heading-1", text: heading, level: 1, align } as const]),
    { kind: "text", id: "text-1", text, size: "normal", align },
    ...(hasCode ? [{ kind: "code", id: "code-1", label, terms } as const] : []),
    ...(buttonLabel.trim() === ""
      ? []
      : [
          {
            kind: "button",
            id: "button-1",
            label: buttonLabel,
            url: buttonUrl,
            style: "solid",
            align,
          } as const,
        ]),
  ];
}
