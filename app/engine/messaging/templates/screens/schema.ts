import { z } from "zod";

import type { QuestionItem } from "../../answers/offered.server";
import {
  type DesignChoice,
  DesignChoiceSchema,
  type Draft,
  DraftSchema,
  LanguageTagSchema,
  type Problem,
  TEMPLATE_KINDS,
  type TemplateKind,
  VariantSchema,
} from "../schema";

/** One template of the gallery. */
export type GalleryItem = {
  /** Of its page: the id, or the key of a ready-made one that is not stored yet. */
  ref: string;
  key: string;
  name: string;
  kind: TemplateKind;
  topic: string;
  isReadyMade: boolean;
  /** A newer version than the one that is sent is waiting. */
  hasDraft: boolean;
  isPublished: boolean;
  languages: string[];
  /** Mails of the last 30 days. */
  sentCount: number;
};

/** What a template looks like, filled in with examples; HTML is to be shown in a frame without scripts only. */
export type Thumbnail = { subject: string; html: string; text: string };

export type VersionItem = {
  version: number;
  cause: string;
  isSound: boolean;
  /** ISO instant. */
  savedAt: string;
};

export type EditorData = {
  ref: string;
  key: string;
  kind: TemplateKind;
  topic: string;
  /** Versions are counted from 1; 0 = a ready-made template that is not stored yet. */
  version: number;
  publishedVersion: number | null;
  isReadyMade: boolean;
  draft: Draft;
  problems: Problem[];
  versions: VersionItem[];
  design: DesignChoice;
  /** Questions that a block may ask. */
  questions: QuestionItem[];
  /** Where a test mail goes when nothing else is typed. */
  testAddress: string;
};

/** A draft in one language, as the preview is asked for it. */
export const PreviewRequestSchema = z.object({
  kind: z.enum(TEMPLATE_KINDS),
  topic: z.string().max(40),
  language: LanguageTagSchema,
  variant: VariantSchema,
  customerId: z.string().max(80).nullable(),
});
export type PreviewRequest = z.infer<typeof PreviewRequestSchema>;

export type PreviewAnswer =
  | {
      outcome: "rendered";
      subject: string;
      preheader: string;
      html: string;
      text: string;
      /** UTF-8. */
      bytes: number;
      /** Whose values these are; null = made up. */
      shownCustomerId: string | null;
      problems: Problem[];
    }
  /** Too broken to be shown; the problems say why. */
  | { outcome: "broken"; problems: Problem[] }
  | { outcome: "unreadable" };

export type FoundPerson = { id: string; label: string };
export type FoundProduct = { id: string; title: string };

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
    return z.NEVER;
  }
});

/** What the editor looks up while a template is edited. */
export const PreviewQuerySchema = z.object({
  of: z.enum(["people", "products", "thumbnails"]).catch("products").default("products"),
  q: z.string().trim().max(200).catch("").default(""),
});

/** What the preview's resource is asked: the request as JSON. */
export const PreviewFormSchema = z.object({ request: json.pipe(PreviewRequestSchema) });

/** What a merchant does with a template. Versions are those the page shows: a newer one is not overwritten. */
export const EditorActionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("save"),
    draft: json.pipe(DraftSchema),
    version: z.coerce.number().int().min(0),
  }),
  z.object({ kind: z.literal("publish"), version: z.coerce.number().int().min(1) }),
  z.object({
    kind: z.literal("restore"),
    restored: z.coerce.number().int().min(1),
    version: z.coerce.number().int().min(1),
  }),
  z.object({
    kind: z.literal("test"),
    language: LanguageTagSchema,
    address: z.string().trim().email().max(254),
    customerId: z
      .string()
      .max(80)
      .transform((id) => id || null),
  }),
]);
export type EditorAction = z.infer<typeof EditorActionSchema>;

export type EditorAnswer =
  | { outcome: "saved"; version: number; isSound: boolean }
  | { outcome: "published" }
  | { outcome: "broken" }
  | { outcome: "stale" }
  | { outcome: "missing" }
  | { outcome: "invalid" }
  | { outcome: "test-sent"; address: string }
  | { outcome: "test-limited"; retryAfterSeconds: number }
  | { outcome: "test-of-customer" };

/** What a merchant does in the gallery. */
export const GalleryActionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("create"),
    name: z.string().trim().min(1).max(120),
    /** Ref of the template to begin with; empty = an empty one. */
    from: z.string().max(80).default(""),
    as: z.enum(TEMPLATE_KINDS).default("email"),
  }),
  z.object({ kind: z.literal("design"), design: json.pipe(DesignChoiceSchema) }),
]);
export type GalleryAction = z.infer<typeof GalleryActionSchema>;

export type GalleryAnswer =
  | { outcome: "created"; ref: string }
  | { outcome: "design-saved"; count: number }
  | { outcome: "missing" }
  | { outcome: "invalid" };
