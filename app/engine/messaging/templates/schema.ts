import { z } from "zod";

/*
 * What a template is made of. A template has versions, a version has a variant per language, a variant is a list of
 * blocks. Texts are plain text with Liquid for what differs from person to person; `text` blocks also know **bold**,
 * *italic* and [link](https://…).
 */

export const TEMPLATE_KINDS = ["email", "sms"] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

export const ALIGNMENTS = ["left", "center"] as const;
export const PRODUCT_SOURCES = ["cart", "alternatives", "bestsellers", "last-bought", "picked"] as const;
export type ProductSource = (typeof PRODUCT_SOURCES)[number];
export const MOST_PRODUCTS = 6;
export const MOST_BLOCKS = 60;

const base = { id: z.string().min(1).max(40) };
const line = z.string().max(500);
const long = z.string().max(4_000);
const align = z.enum(ALIGNMENTS).default("left");
const address = z.string().max(2_000).default("");

const HeadingSchema = z.object({
  ...base,
  kind: z.literal("heading"),
  text: line,
  level: z.union([z.literal(1), z.literal(2)]),
  align,
});
const TextSchema = z.object({
  ...base,
  kind: z.literal("text"),
  text: long,
  size: z.enum(["normal", "small"]).default("normal"),
  align,
});
const ImageSchema = z.object({
  ...base,
  kind: z.literal("image"),
  url: address,
  alt: line.default(""),
  /** Says nothing a reader would miss: screen readers pass over it. */
  isDecorative: z.boolean().default(false),
  href: address,
  widthPercent: z.number().int().min(10).max(100).default(100),
});
const ButtonSchema = z.object({
  ...base,
  kind: z.literal("button"),
  label: line,
  url: address,
  style: z.enum(["solid", "outline"]).default("solid"),
  align,
});
const SpacerSchema = z.object({
  ...base,
  kind: z.literal("spacer"),
  heightPx: z.number().int().min(4).max(120).default(24),
});
const DividerSchema = z.object({ ...base, kind: z.literal("divider") });

/** What may stand in a column. */
const LeafSchema = z.discriminatedUnion("kind", [
  HeadingSchema,
  TextSchema,
  ImageSchema,
  ButtonSchema,
  SpacerSchema,
  DividerSchema,
]);
export type LeafBlock = z.infer<typeof LeafSchema>;

const ProductsSchema = z.object({
  ...base,
  kind: z.literal("products"),
  title: line.default(""),
  source: z.enum(PRODUCT_SOURCES),
  /** Of source `picked`: ours. */
  productIds: z.array(z.string().max(80)).max(MOST_PRODUCTS).default([]),
  limit: z.number().int().min(1).max(MOST_PRODUCTS).default(3),
  hasPrices: z.boolean().default(true),
});
/** The lines of the cart that was left, their sum, and the way back to it. Not shown to whom has none. */
const CartSchema = z.object({
  ...base,
  kind: z.literal("cart"),
  totalLabel: line,
  buttonLabel: line,
});
/** The person's own code. Not shown to whom has none. */
const CodeSchema = z.object({ ...base, kind: z.literal("code"), label: line, terms: line.default("") });
/** What the person has in points. Not shown when the run knows of none. */
const PointsSchema = z.object({ ...base, kind: z.literal("points"), text: long });
/** A question of one click; which answers there are, its feature says. Not shown where nobody asks it. */
const QuestionSchema = z.object({
  ...base,
  kind: z.literal("question"),
  question: z.string().max(60),
  text: line,
});
const ColumnsSchema = z.object({
  ...base,
  kind: z.literal("columns"),
  left: z.array(LeafSchema).max(10),
  right: z.array(LeafSchema).max(10),
});
/** For experts: MJML as it may stand in `mj-body`. */
const MjmlSchema = z.object({ ...base, kind: z.literal("mjml"), source: z.string().max(40_000) });
/** Always the last; its words may be changed, it may not be moved or left out. */
const FooterSchema = z.object({
  ...base,
  kind: z.literal("footer"),
  /** Why the reader gets this mail: law and good manners ask for it. */
  reason: line,
  unsubscribeLabel: line,
  preferencesLabel: line,
});
export type FooterBlock = z.infer<typeof FooterSchema>;

export const BlockSchema = z.discriminatedUnion("kind", [
  ...LeafSchema.options,
  ProductsSchema,
  CartSchema,
  CodeSchema,
  PointsSchema,
  QuestionSchema,
  ColumnsSchema,
  MjmlSchema,
  FooterSchema,
]);
export type Block = z.infer<typeof BlockSchema>;
export type BlockKind = Block["kind"];
export type BlockOf<Kind extends BlockKind> = Extract<Block, { kind: Kind }>;

/** Blocks that a merchant can add, in the order of the menu. */
export const ADDABLE_KINDS = [
  "heading",
  "text",
  "button",
  "image",
  "products",
  "cart",
  "code",
  "points",
  "question",
  "columns",
  "divider",
  "spacer",
  "mjml",
] as const satisfies readonly BlockKind[];
export type AddableKind = (typeof ADDABLE_KINDS)[number];

/** Kinds that may stand in a column. */
export const LEAF_KINDS = ["heading", "text", "button", "image", "divider", "spacer"] as const;

export const LanguageTagSchema = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

export const VariantSchema = z.object({
  subject: z.string().max(500),
  /** What a mailbox shows behind the subject. */
  preheader: z.string().max(500).default(""),
  blocks: z
    .array(BlockSchema)
    .min(1)
    .max(MOST_BLOCKS)
    .refine((blocks) => blocks.at(-1)?.kind === "footer", { message: "footer-missing" })
    .refine((blocks) => blocks.filter(({ kind }) => kind === "footer").length <= 1, {
      message: "footer-twice",
    }),
});
export type Variant = z.infer<typeof VariantSchema>;

/** A message in a few fields, for whom blocks are too many: `ready-made/written.ts` makes a variant of it. */
export const WrittenMessageSchema = z.object({
  /** Not of text messages. */
  subject: z.string().max(500).default(""),
  preheader: z.string().max(500).default(""),
  heading: line.default(""),
  text: long.default(""),
  /** A mail without has no button. */
  buttonLabel: line.default(""),
  buttonUrl: address,
});
export type WrittenMessage = z.infer<typeof WrittenMessageSchema>;

/** A template as it is edited: a variant per language (BCP 47). */
export const DraftSchema = z.object({
  name: z.string().trim().min(1).max(120),
  variants: z
    .record(LanguageTagSchema, VariantSchema)
    .refine((variants) => Object.keys(variants).length > 0)
    .refine((variants) => Object.keys(variants).length <= 30),
});
export type Draft = z.infer<typeof DraftSchema>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, "colour");

/** Colours of one scheme, as `#rrggbb`. */
export type Palette = {
  /** Behind the sheet. */
  page: string;
  /** The sheet with the message. */
  sheet: string;
  ink: string;
  /** Small print on the page. */
  quiet: string;
  accent: string;
  onAccent: string;
  /** Behind codes and points. */
  tint: string;
  line: string;
};

export const FONT_STACKS = ["system", "serif", "rounded"] as const;
export const DESIGN_PRESETS = ["garden", "ink", "clay", "harbour"] as const;
export type DesignPreset = (typeof DESIGN_PRESETS)[number];

/** Settings key `mail-design`: what all mails of a shop look like. */
export const DesignChoiceSchema = z.object({
  preset: z.enum(DESIGN_PRESETS).default("garden"),
  /** In place of the preset's; what stands on it and its dark twin follow. */
  accent: colour.nullable().default(null),
  radiusPx: z.number().int().min(0).max(32).nullable().default(null),
  font: z.enum(FONT_STACKS).nullable().default(null),
  logoUrl: z
    .string()
    .max(2_000)
    .refine((url) => /^https:\/\//i.test(url) && URL.canParse(url), "logo-address")
    .nullable()
    .default(null),
});
export type DesignChoice = z.infer<typeof DesignChoiceSchema>;
export const DESIGN_SETTINGS_KEY = "mail-design";

export type MailDesign = {
  light: Palette;
  dark: Palette;
  radiusPx: number;
  fontStack: string;
  logoUrl: string | null;
};

/** Something to be said about a template while it is edited; `blocking` keeps it from being published. */
export type Problem = {
  /** The page has a sentence, and how to mend it, for each. */
  code: ProblemCode;
  severity: "blocking" | "warning";
  language: string;
  /** Null: subject, preheader, or the mail as a whole. */
  blockId: string | null;
  field: string | null;
  /** In the field, counted from 1. */
  line: number | null;
  column: number | null;
  /** What stands there. */
  snippet: string | null;
  params: Record<string, string | number>;
};

export const PROBLEM_CODES = [
  "liquid-syntax",
  "liquid-unknown-tag",
  "liquid-unknown-filter",
  "liquid-not-closed",
  "variable-unknown",
  "variable-without-fallback",
  "address-missing",
  "address-not-web",
  "mjml-invalid",
  "mjml-not-closed",
  "markup-forbidden",
  "markup-built",
  "does-not-render",
  "subject-missing",
  "subject-long",
  "caps-loud",
  "alt-missing",
  "question-missing",
  "link-text-vague",
  "text-missing",
  "contrast-low",
  "weight-clipped",
  "weight-near",
  "images-only",
  "plain-text-missing",
  "unsubscribe-missing",
  "dark-missing",
  "language-missing",
  "sms-long",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];
