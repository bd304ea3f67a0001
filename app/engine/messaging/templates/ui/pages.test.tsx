import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { listTexts } from "~/platform/i18n.server";
import { LOCALES } from "~/shops/schema";

import { givenShop } from "../../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../../tests/support/render-page";
import { routed } from "../../../../../tests/support/route-page";
import { createTestDb, type TestDb } from "../../../../../tests/support/test-db";
import { presentGallery } from "../gallery/presenter.server";
import { presentEditor } from "../presenter.server";
import { emptyBlock, emptyFooter } from "../rules/empty";
import { VARIABLES } from "../rules/variables";
import {
  ADDABLE_KINDS,
  DesignChoiceSchema,
  LEAF_KINDS,
  type LeafBlock,
  PROBLEM_CODES,
  type Problem,
} from "../schema";
import { registerQuestions } from "../../answers/question";
import type { EditorData, GalleryItem } from "../screens/schema";
import { BlockFields } from "./BlockFields";
import { ColumnFields } from "./ColumnFields";
import { DesignCard } from "./DesignCard";
import { excerptOf } from "./excerpt";
import { inScheme, MailPicture, MailThumbnail } from "./MailPicture";
import { PreviewPanel } from "./PreviewPanel";
import { ProblemList } from "./ProblemList";
import { QuestionsProvider } from "./QuestionChoice";
import { TemplateEditorPage } from "./TemplateEditorPage";
import { TemplatesPage } from "./TemplatesPage";
import type { EditorActions } from "./use-editor-actions";
import type { GalleryActions } from "./use-gallery-actions";
import { VersionList } from "./VersionList";

const NOW = new Date("2026-11-23T10:00:00Z");
const nothing = () => undefined;
const GALLERY: GalleryActions = {
  isBusy: false,
  thumbnails: null,
  onLoadThumbnails: nothing,
  onCreate: nothing,
  onSaveDesign: nothing,
};
const EDITOR: EditorActions = {
  isBusy: false,
  preview: null,
  isPreviewing: false,
  people: [],
  products: [],
  onSave: nothing,
  onPublish: nothing,
  onRestore: nothing,
  onTest: nothing,
  onPreview: nothing,
  onFindPeople: nothing,
  onFindProducts: nothing,
};
/** Braces are right where they show how a variable is written. */
const BROKEN = /undefined|NaN|\[object/;

let testDb: TestDb;
let items: GalleryItem[];
let data: EditorData;
beforeAll(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  items = await presentGallery(testDb.db, { shopId: "s1", locale: "en", now: NOW });
  registerQuestions([{ key: "order-rating", textNamespace: "lifecycle", answers: ["1", "2"] }]);
  data = (await presentEditor(testDb.db, {
    shopId: "s1",
    ref: "checkout-reminder-3",
    locale: "en",
  })) as EditorData;
});
afterAll(async () => {
  registerQuestions([]);
  await testDb.close();
});

const problem = (code: Problem["code"]): Problem => ({
  code,
  severity: "blocking",
  language: "en",
  blockId: "heading-1",
  field: "text",
  line: 2,
  column: 3,
  snippet: "{{ nam }}",
  params: {
    name: "nam",
    message: "m",
    value: "v",
    suggestion: "",
    length: 61,
    most: 60,
    words: 3,
    parts: 4,
    kilobytes: 103,
    scheme: "light",
    text: "#777777",
    ground: "#888888",
    ratio: 1.2,
    least: 4.5,
  },
});

describe.each(LOCALES)("in %s", (locale) => {
  test("the gallery has every text, with templates of every kind", async () => {
    const [first] = items as [GalleryItem];
    const more: GalleryItem[] = [1, 2, 5].map((sentCount) => {
      return {
        ...first,
        ref: `t${sentCount}`,
        sentCount,
        kind: "sms",
        hasDraft: true,
        isPublished: sentCount > 1,
        isReadyMade: false,
      };
    });
    const page = (
      <TemplatesPage items={[...items, ...more]} design={DesignChoiceSchema.parse({})} actions={GALLERY} />
    );
    const html = await renderPage(page, { locale });
    expect(textOf(html)).not.toMatch(BROKEN);
    expect(html).toContain('href="/app/templates/checkout-reminder-1"');
  });

  test("the editor has every text, before and after it was published", async () => {
    for (const [version, publishedVersion] of [
      [0, null],
      [2, null],
      [2, 2],
      [3, 2],
    ] as const) {
      const page = await routed(
        <TemplateEditorPage data={{ ...data, version, publishedVersion }} actions={EDITOR} />,
      );
      expect(textOf(await renderPage(page, { locale }))).not.toMatch(BROKEN);
    }
    const sms = await routed(<TemplateEditorPage data={{ ...data, kind: "sms" }} actions={EDITOR} />);
    expect(textOf(await renderPage(sms, { locale }))).not.toMatch(BROKEN);
  });

  test.each([...ADDABLE_KINDS, "footer"] as const)(
    "the form of a block of kind %s has every text",
    async (kind) => {
      const block = kind === "footer" ? emptyFooter("en") : emptyBlock(kind, "b");
      if (block.kind === "columns") {
        const leaves = LEAF_KINDS.map((leaf) => emptyBlock(leaf, leaf) as LeafBlock);
        const form = (
          <ColumnFields block={{ ...block, left: leaves, right: [] }} onChange={nothing} actions={EDITOR} />
        );
        expect(textOf(await renderPage(form, { locale }))).not.toMatch(BROKEN);
        return;
      }
      const variants =
        block.kind === "products"
          ? [block, { ...block, source: "picked" as const, productIds: ["1"] }]
          : [block];
      for (const one of variants)
        expect(
          textOf(
            await renderPage(<BlockFields block={one} onChange={nothing} actions={EDITOR} />, { locale }),
          ),
        ).not.toMatch(BROKEN);
    },
  );

  test.each(PROBLEM_CODES)("%s is told in words, with its place and how to mend it", async (code) => {
    const state = {
      language: "en",
      variant: data.draft.variants.en as never,
      select: nothing,
      chooseLanguage: nothing,
    };
    const html = await renderPage(<ProblemList problems={[problem(code)]} state={state} />, { locale });
    expect(textOf(html)).not.toMatch(BROKEN);
    expect(textOf(html)).not.toContain(code);
    expect(html).toContain("{{ nam }}");
  });

  test("versions, the design and the preview have every text", async () => {
    const versions = ["seeded", "saved", "restored", "design"].map((cause, index) => {
      return { version: index + 1, cause, isSound: index > 0, savedAt: NOW.toISOString() };
    });
    const preview = {
      outcome: "rendered",
      subject: "S",
      preheader: "P",
      html: "<p>x</p>",
      text: "x",
      bytes: 2_048,
      problems: [],
    } as const;
    const person = { people: [], onFindPeople: nothing, customerId: null, onCustomer: nothing };
    for (const page of [
      <VersionList
        key="v"
        data={{ ...data, versions, version: 4, publishedVersion: 2 }}
        isDirty={false}
        actions={EDITOR}
      />,
      <DesignCard
        key="d"
        design={DesignChoiceSchema.parse({ accent: "#ffdd00" })}
        actions={GALLERY}
        sample=""
      />,
      <PreviewPanel key="p" preview={preview as never} isFresh kind="email" {...person} />,
      <PreviewPanel key="s" preview={preview as never} isFresh kind="sms" {...person} />,
    ])
      expect(textOf(await renderPage(page, { locale }))).not.toMatch(BROKEN);
  });

  test("every variable has a name", () => {
    const { variable } = listTexts()[locale]?.templates as { variable: Record<string, string> };
    const named = VARIABLES.filter(({ type }) => type !== "list").map(({ path }) => path.replace(".", "_"));
    expect(named.filter((name) => !variable[name])).toEqual([]);
  });
});

test("a template's HTML is shown in frames that run nothing and share no origin with the admin", async () => {
  const html = "<script>alert(1)</script>";
  for (const picture of [
    <MailPicture key="p" html={html} title="t" isNarrow={false} scheme="light" />,
    <MailThumbnail key="t" html={html} />,
  ]) {
    const page = await renderPage(picture);
    expect(page).toContain('sandbox=""');
    expect(page).not.toContain("<script>alert");
  }
});

test("a picture is in the colours that were asked for, whatever the machine's are", () => {
  const html =
    "<style>:root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { a {} }</style>";
  expect(inScheme(html, "dark")).toContain("@media all { a {} }");
  expect(inScheme(html, "light")).toContain("@media not all { a {} }");
});

test("a block is known by its first words, without Liquid's tags", () => {
  const text = "Hello{% if person.first_name %} you{% endif %},\nthis goes on and on and on and on and on";
  expect(excerptOf({ ...emptyBlock("text", "t"), text } as never)).toBe(
    "Hello you, this goes on and on and on and on and…",
  );
  expect(excerptOf(emptyBlock("divider", "d"))).toBe("");
});

describe("a question", () => {
  const form = (question: string) => {
    const block = { kind: "question", id: "q1", question, text: "Is all well?" } as const;
    const asked = data.questions.map(({ key, asks }) => ({ key, name: asks.en, ask: asks.pl }));
    return renderPage(
      <QuestionsProvider value={asked}>
        <BlockFields block={block} onChange={nothing} actions={EDITOR} />
      </QuestionsProvider>,
    );
  };

  test("can be chosen among those that features ask, in the reader's words", async () => {
    const html = await form("");
    expect(html).toContain("Choose a question");
    expect(html).toContain("How satisfied are you with your order?");
    expect(await form("order-rating")).toMatch(/<option value="order-rating" selected=""/);
  });

  test("that nobody asks any more is not chosen", async () => {
    expect(await form("gone")).not.toMatch(/<option value="order-rating" selected=""/);
  });
});
