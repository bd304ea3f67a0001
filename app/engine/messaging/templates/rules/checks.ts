import { segmentsOf } from "~/kit/sms-segments";

import type {
  Block,
  BlockKind,
  BlockOf,
  LeafBlock,
  MailDesign,
  Problem,
  TemplateKind,
  Variant,
} from "../schema";
import { AA_CONTRAST, contrastOf } from "./colour";
import { linksOf, withoutLiquid } from "./inline";

/** Gmail cuts a mail off here: the way to unsubscribe would be gone. */
export const CLIPPED_BYTES = 102 * 1_024;
const NEAR_BYTES = 80 * 1_024;
/** Phones show about this much of a subject. */
const LONGEST_SUBJECT = 60;
/** Three parts of a text message: 153 characters each, 67 with letters outside its alphabet. */
const MOST_SMS_PARTS = 3;
const FEWEST_WORDS_WITH_IMAGES = 20;
/** Topics that need no consent, and so no way out of it. */
const SERVICE_TOPICS = ["transactional", "service"];
/** Read out on their own they say nothing about where they lead. */
const VAGUE =
  /^(click( here)?|here|link|more|read more|kliknij( tutaj)?|tutaj|tu|więcej|czytaj więcej|нажмите( здесь)?|здесь|тут|ссылка|подробнее|ещё)[.!]?$/i;

export type Checked = {
  kind: TemplateKind;
  variant: Variant;
  html: string;
  text: string;
  design: MailDesign;
  language: string;
  topic: string;
};

type Found = Partial<Problem> & Pick<Problem, "code" | "severity">;

/** What is to be said about a variant that compiles: what its readers could not read, or would not get. */
export function checkVariant(checked: Checked): Problem[] {
  const found =
    checked.kind === "sms"
      ? checkSms(checked.text)
      : [
          ...checkSubject(checked.variant.subject),
          ...checked.variant.blocks.flatMap(checkBlock),
          ...checkContrast(checked.design),
          ...checkWeight(checked.html),
          ...checkParts(checked),
        ];
  return found.map((problem) => completed(problem, checked.language));
}

/** Languages in which other variants of a shop's templates exist, and this template has none. */
export function checkLanguages(has: readonly string[], wanted: readonly string[]): Problem[] {
  return wanted
    .filter((language) => !has.includes(language))
    .map((language) => completed({ code: "language-missing", severity: "warning" }, language));
}

function completed(problem: Found, language: string): Problem {
  return {
    language,
    blockId: null,
    field: null,
    line: null,
    column: null,
    snippet: null,
    params: {},
    ...problem,
  };
}

function checkSubject(subject: string): Found[] {
  const words = withoutLiquid(subject).trim();
  const field = "subject";
  if (subject.trim() === "") return [{ code: "subject-missing", severity: "blocking", field }];
  const found: Found[] = [];
  if (words.length > LONGEST_SUBJECT) {
    const params = { length: words.length, most: LONGEST_SUBJECT };
    found.push({ code: "subject-long", severity: "warning", field, snippet: words, params });
  }
  if (isLoud(words)) found.push({ code: "caps-loud", severity: "warning", field, snippet: words });
  return found;
}

/** Filters and people take it for shouting. */
function isLoud(words: string): boolean {
  const letters = words.replace(/[^\p{L}]/gu, "");
  const capitals = letters.replace(/[^\p{Lu}]/gu, "").length;
  return (letters.length >= 8 && capitals / letters.length > 0.5) || /[!?]{2,}/.test(words);
}

function checkBlock(block: Block): Found[] {
  if (block.kind === "columns") return [...block.left, ...block.right].flatMap(checkBlock);
  return [...checkImage(block), ...checkQuestion(block), ...checkWords(block)];
}

function checkQuestion(block: Block): Found[] {
  if (block.kind !== "question" || block.question !== "") return [];
  return [{ code: "question-missing", severity: "blocking", blockId: block.id, field: "question" }];
}

function checkImage(block: Block): Found[] {
  if (block.kind !== "image") return [];
  const { id: blockId, alt, isDecorative, href } = block;
  // A picture that leads somewhere is a link, and its text is the picture's.
  const isNamed = alt.trim() !== "" && !(isDecorative && href !== "");
  if (isNamed || (isDecorative && href === "")) return [];
  return [{ code: "alt-missing", severity: "blocking", blockId, field: "alt" }];
}

function checkWords(block: Block): Found[] {
  const { id: blockId } = block;
  const labels = labelsOf(block);
  const empty = labels.filter(({ text }) => text.trim() === "");
  const vague = [...labels.filter(({ isLink }) => isLink), ...textLinksOf(block)].filter(({ text }) =>
    VAGUE.test(text.trim()),
  );
  return [
    ...empty.map(({ field }): Found => ({ code: "text-missing", severity: "blocking", blockId, field })),
    ...vague.map(({ field, text }): Found => {
      return { code: "link-text-vague", severity: "warning", blockId, field, snippet: text };
    }),
  ];
}

type Label = { field: string; text: string; isLink: boolean };

/** Texts of blocks that may not be empty, and whether they are links. */
const LABELS: Partial<Record<BlockKind, readonly (readonly [field: string, isLink: boolean])[]>> = {
  heading: [["text", false]],
  text: [["text", false]],
  points: [["text", false]],
  button: [["label", true]],
  cart: [
    ["totalLabel", false],
    ["buttonLabel", true],
  ],
  code: [["label", false]],
  question: [["text", false]],
  footer: [
    ["reason", false],
    ["unsubscribeLabel", false],
    ["preferencesLabel", false],
  ],
};

function labelsOf(block: Block): Label[] {
  const values = block as unknown as Readonly<Record<string, string>>;
  return (LABELS[block.kind] ?? []).map(([field, isLink]) => ({ field, isLink, text: values[field] ?? "" }));
}

function textLinksOf(block: Block): Label[] {
  if (block.kind !== "text" && block.kind !== "points") return [];
  return linksOf(block.text).map(({ label }) => ({ field: "text", text: label, isLink: true }));
}

/** Every pair of colours that holds text, in both schemes. */
function checkContrast({ light, dark }: MailDesign): Found[] {
  const pairs = [light, dark].flatMap((palette, index) => {
    const scheme = index === 0 ? "light" : "dark";
    return [
      [scheme, palette.ink, palette.sheet],
      [scheme, palette.ink, palette.tint],
      [scheme, palette.quiet, palette.page],
      [scheme, palette.onAccent, palette.accent],
      [scheme, palette.accent, palette.sheet],
    ] as const;
  });
  return pairs
    .filter(([, text, ground]) => contrastOf(text, ground) < AA_CONTRAST)
    .map(([scheme, text, ground]): Found => {
      const ratio = Math.floor(contrastOf(text, ground) * 100) / 100;
      return {
        code: "contrast-low",
        severity: "warning",
        params: { scheme, text, ground, ratio, least: AA_CONTRAST },
      };
    });
}

/** Values fill in a little more than their placeholders. */
function checkWeight(html: string): Found[] {
  const bytes = new TextEncoder().encode(html).length;
  const params = { kilobytes: Math.ceil(bytes / 1_024), most: CLIPPED_BYTES / 1_024 };
  if (bytes >= CLIPPED_BYTES) return [{ code: "weight-clipped", severity: "blocking", params }];
  return bytes >= NEAR_BYTES ? [{ code: "weight-near", severity: "warning", params }] : [];
}

function checkParts({ variant, html, text, topic }: Checked): Found[] {
  const found: Found[] = [];
  const words = wordCount(variant.blocks);
  const imageCount = (html.match(/<img\b/g) ?? []).length;
  if (variant.blocks.some(isImage) && words < FEWEST_WORDS_WITH_IMAGES * Math.max(1, imageCount / 2))
    found.push({ code: "images-only", severity: "warning", params: { words } });
  if (withoutLiquid(text).trim() === "") found.push({ code: "plain-text-missing", severity: "blocking" });
  if (!SERVICE_TOPICS.includes(topic) && !/href="\{\{ frame\.unsubscribe_url \}\}"/.test(html))
    found.push({ code: "unsubscribe-missing", severity: "blocking" });
  if (!html.includes("prefers-color-scheme: dark")) found.push({ code: "dark-missing", severity: "warning" });
  return found;
}

function isImage(block: Block | LeafBlock): boolean {
  return (
    block.kind === "image" || (block.kind === "columns" && [...block.left, ...block.right].some(isImage))
  );
}

function wordCount(blocks: readonly Block[]): number {
  const texts = blocks
    .filter((block) => block.kind !== "footer")
    .flatMap((block) => (block.kind === "columns" ? columnsText(block) : labelsOf(block)))
    .map(({ text }) => text);
  return texts.join(" ").split(/\s+/).filter(Boolean).length;
}

function columnsText({ left, right }: BlockOf<"columns">): Label[] {
  return [...left, ...right].flatMap(labelsOf);
}

function checkSms(text: string): Found[] {
  const words = withoutLiquid(text).trim();
  if (words === "") return [{ code: "text-missing", severity: "blocking", field: "text" }];
  const { segmentCount: parts } = segmentsOf(words);
  return parts > MOST_SMS_PARTS
    ? [{ code: "sms-long", severity: "warning", params: { parts, most: MOST_SMS_PARTS } }]
    : [];
}
