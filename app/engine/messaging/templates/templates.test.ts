import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { presentGallery, presentThumbnails } from "./gallery/presenter.server";
import { presentEditor } from "./presenter.server";
import { presentPeople, presentPreview } from "./preview/presenter.server";
import { templatesRegistration } from "./registration.server";
import { renderTemplate, templateRenderer } from "./render-template.server";
import { DesignChoiceSchema, type Draft, type Variant } from "./schema";
import { createTemplate, publishTemplate, restoreTemplate, saveDesign, saveTemplate } from "./service.server";
import { requestTest } from "./test-send/service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const FRAME = { sender: "Demo shop", unsubscribeUrl: "https://app.example/u/t" };
const KEY = "welcome";

let testDb: TestDb;
let db: RootDb;
let world: World;
let shops = 0;
let shopId = "";

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [templatesRegistration], NOW);
});
afterAll(async () => {
  world.close();
  await testDb.close();
});

const newShop = async (over: object = {}) => {
  shopId = `tp${(shops += 1)}`;
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com`, countryCode: null, ...over });
};
const editor = async (ref: string) => {
  const data = await presentEditor(db, { shopId, ref, locale: "en" });
  if (!data) throw new Error(`no template ${ref}`);
  return data;
};
const withSubject = (draft: Draft, subject: string): Draft => ({
  ...draft,
  variants: Object.fromEntries(
    Object.entries(draft.variants).map(([tag, variant]): [string, Variant] => [tag, { ...variant, subject }]),
  ),
});
const save = (ref: string, draft: Draft, version: number) =>
  saveTemplate(db, { shopId, ref, draft, version, locale: "en", now: NOW });
const render = (over: Partial<Parameters<typeof renderTemplate>[1]> = {}) =>
  inTransaction(
    db,
    (tx) =>
      renderTemplate(tx, {
        shopId,
        templateKey: KEY,
        locale: null,
        variables: { shop: { name: "Demo", url: "https://shop.example" } },
        customerId: null,
        occasionKey: "o1",
        frame: FRAME,
        now: NOW,
        ...over,
      }),
    { shopId },
  );
const decisions = async () =>
  (await db.decision.findMany({ where: { shopId } })).map(({ reason, paramsJson }) => [
    reason,
    JSON.parse(paramsJson),
  ]);

describe("a ready-made template", () => {
  test("is stored, published, when it is first asked for; also twice at once", async () => {
    await newShop();
    const [one, other] = await Promise.all([render(), render()]);
    expect(one).toMatchObject({
      subject: "Welcome to Demo",
      language: "en",
      templateKey: KEY,
      templateVersion: 1,
    });
    expect(other.html).toBe(one.html);
    await render();
    expect(await db.mailTemplate.findMany({ where: { shopId } })).toMatchObject([
      { key: KEY, publishedVersion: 1 },
    ]);
    expect(await db.mailTemplateVersion.count({ where: { shopId } })).toBe(1);
    expect(await db.mailTemplateVariant.count({ where: { shopId } })).toBe(3);
  });

  test.each([
    ["pl-PL", null, "pl"],
    ["ru", null, "ru"],
    ["de-AT", "PL", "pl"],
    [null, "PL", "pl"],
    ["de", "DE", "en"],
    [null, null, "en"],
  ])("is written for who reads %s in a shop of %s in %s", async (locale, countryCode, expected) => {
    await newShop({ countryCode });
    expect(await render({ locale })).toMatchObject({ language: expected });
  });

  test("edited, becomes the shop's own; what is sent changes only by publishing", async () => {
    await newShop();
    const data = await editor(KEY);
    expect(data).toMatchObject({ version: 0, problems: [], versions: [] });
    expect(await save(KEY, withSubject(data.draft, "Mine"), 0)).toEqual({
      outcome: "saved",
      version: 2,
      isSound: true,
    });
    expect((await render()).subject).toBe("Welcome to Demo");
    const { ref } = await editor(KEY);
    expect(await publishTemplate(db, { shopId, ref, version: 2, now: NOW })).toEqual({
      outcome: "published",
    });
    expect(await render()).toMatchObject({ subject: "Mine", templateVersion: 2 });
    expect(await render({ version: 1 })).toMatchObject({ subject: "Welcome to Demo", templateVersion: 1 });
    expect(await restoreTemplate(db, { shopId, ref, restored: 1, version: 2, now: NOW })).toMatchObject({
      version: 3,
    });
    expect((await render()).subject).toBe("Mine");
    expect((await editor(ref)).draft.variants.en?.subject).toBe("Welcome to {{ shop.name }}");
  });

  test("that somebody else saved meanwhile is not overwritten", async () => {
    await newShop();
    const { draft } = await editor(KEY);
    await save(KEY, withSubject(draft, "First"), 0);
    expect(await save(KEY, withSubject(draft, "Second"), 1)).toEqual({ outcome: "stale" });
    const both = await Promise.all([
      save(KEY, withSubject(draft, "A"), 2),
      save(KEY, withSubject(draft, "B"), 2),
    ]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["saved", "stale"]);
  });
});

describe("a broken draft", () => {
  test("is kept, told of, and cannot be published", async () => {
    await newShop();
    const { draft } = await editor(KEY);
    expect(await save(KEY, withSubject(draft, "Hi {{ shop.nam }}"), 0)).toMatchObject({
      version: 2,
      isSound: false,
    });
    const { ref, problems } = await editor(KEY);
    expect(problems.map(({ code, language }) => [code, language])).toContainEqual(["variable-unknown", "pl"]);
    expect(await publishTemplate(db, { shopId, ref, version: 2, now: NOW })).toEqual({ outcome: "broken" });
    expect((await render()).subject).toBe("Welcome to Demo");
    expect(await decisions()).toEqual([]);
  });

  test("that a run is pinned to gives way to the last good version, which is logged once", async () => {
    await newShop();
    const { draft } = await editor(KEY);
    await save(KEY, withSubject(draft, "Hi {{ shop.nam }}"), 0);
    for (const _ of [1, 2]) expect(await render({ version: 2 })).toMatchObject({ templateVersion: 1 });
    expect(await decisions()).toEqual([["template-earlier", { template: KEY, wanted: 2, used: 1 }]]);
  });

  test("with nothing before it gives way to a plain text with the way to unsubscribe, which is logged", async () => {
    await newShop();
    await render();
    await db.mailTemplateVersion.updateMany({ where: { shopId }, data: { isSound: false } });
    const mail = await render({ locale: "pl-PL", occasionKey: "o2" });
    expect(mail).toMatchObject({ templateVersion: null, language: "pl", subject: "Wiadomość dla Ciebie" });
    expect(mail.html).toContain('href="https://app.example/u/t"');
    expect(mail.text).toContain("https://app.example/u/t");
    expect(await decisions()).toEqual([["template-plain", { template: KEY, wanted: 1, used: 0 }]]);
  });
});

test("a template that does not exist is an error that names it", async () => {
  await newShop();
  await expect(render({ templateKey: "nobody" })).rejects.toThrow(/"nobody"/);
});

test("the renderer waits for the frame", async () => {
  await newShop();
  const mail = await inTransaction(
    db,
    (tx) => {
      const request = {
        shopId,
        templateKey: KEY,
        locale: "en",
        variables: {},
        customerId: null,
        occasionKey: "o",
        now: NOW,
      };
      return templateRenderer(tx, request)(FRAME);
    },
    { shopId },
  );
  expect(mail.text).toContain("https://app.example/u/t");
});

test("products are those that sell best and can be bought", async () => {
  await newShop();
  const product = (id: string, title: string, inventoryQuantity: number | null) =>
    db.product.create({
      data: {
        id: `${shopId}${id}`,
        shopId,
        gid: `gid://${shopId}/${id}`,
        title,
        handle: id,
        status: "ACTIVE",
        variants: {
          create: {
            id: `${shopId}v${id}`,
            shopId,
            gid: `gid://${shopId}/v${id}`,
            title: "",
            priceMinor: 1_250,
            currencyCode: "EUR",
            inventoryQuantity,
            inventoryPolicy: "DENY",
          },
        },
      },
    });
  await product("tea", "Tea <fine>", 5);
  await product("cup", "Sold-out cup", 0);
  const { id: customerId } = await givenCustomer(db, { shopId, legacyId: 1 });
  const order = await givenOrder(db, { shopId, customerId, placedAt: new Date("2026-11-01T10:00:00Z") });
  for (const [at, id] of ["tea", "cup"].entries())
    await db.orderLine.create({
      data: {
        id: `${shopId}l${at}`,
        shopId,
        orderId: order.id,
        gid: `gid://${shopId}/l${at}`,
        productId: `${shopId}${id}`,
        title: id,
        quantity: 1,
        currentQuantity: 1 + at,
        unitPriceMinor: 100,
        discountMinor: 0,
      },
    });
  const { html } = await render({ templateKey: "winback" });
  expect(html).toContain("Tea &lt;fine&gt;");
  expect(html).toContain("€12.50");
  expect(html).toContain(`https://${shopId}.myshopify.com/products/tea`);
  expect(html).not.toContain("Sold-out cup");
  expect((await render({ templateKey: "replenishment", customerId })).html).toContain("Tea &lt;fine&gt;");
});

describe("the gallery", () => {
  test("shows every ready-made template before any is stored, and the merchant's own after them", async () => {
    await newShop();
    const before = await presentGallery(db, { shopId, locale: "pl", now: NOW });
    expect(before).toHaveLength(22);
    expect(await db.mailTemplate.count({ where: { shopId } })).toBe(0);
    const pictures = await presentThumbnails(db, { shopId, locale: "pl", now: NOW });
    expect(Object.keys(pictures)).toEqual(before.map(({ ref }) => ref));
    expect(pictures["checkout-reminder-1"]?.html).toContain("Zachowaliśmy Twój koszyk");
    expect(Object.values(pictures).filter(({ html }) => /\{\{|undefined|<script/.test(html))).toEqual([]);
    const asked = { shopId, locale: "pl", now: NOW } as const;
    const made = await createTemplate(db, { ...asked, kind: "create", name: "Moja", from: KEY, as: "email" });
    expect(made).toMatchObject({ outcome: "created" });
    const after = await presentGallery(db, { shopId, locale: "pl", now: NOW });
    expect(after.at(-1)).toMatchObject({
      name: "Moja",
      isReadyMade: false,
      hasDraft: true,
      isPublished: false,
    });
    expect(
      await createTemplate(db, { ...asked, kind: "create", name: "X", from: "nobody", as: "email" }),
    ).toEqual({ outcome: "missing" });
    expect(
      await createTemplate(db, { ...asked, kind: "create", name: "SMS", from: "", as: "sms" }),
    ).toMatchObject({ outcome: "created" });
  });

  test("a new design is drawn into every template, and what was published stays so", async () => {
    await newShop();
    const { draft } = await editor(KEY);
    await save(KEY, withSubject(draft, "Draft {{ shop.nam }}"), 0);
    const choice = DesignChoiceSchema.parse({ accent: "#aa0055", radiusPx: 3 });
    expect(await saveDesign(db, { shopId, choice, now: NOW })).toEqual({ outcome: "design-saved", count: 1 });
    const mail = await render();
    expect(mail).toMatchObject({ subject: "Welcome to Demo", templateVersion: 3 });
    expect(mail.html).toContain("#aa0055");
    expect((await editor(KEY)).draft.variants.en?.subject).toBe("Draft {{ shop.nam }}");
  });
});

describe("a preview", () => {
  test("is of a real customer, stores nothing, and tells what is wrong", async () => {
    await newShop();
    const { id: customerId } = await givenCustomer(db, {
      shopId,
      legacyId: 1,
      firstName: "Grace",
      lastName: "Hopper",
    });
    const { draft, kind, topic } = await editor(KEY);
    const variant = draft.variants.en as Variant;
    const request = { kind, topic, language: "en", variant, customerId };
    const shown = await presentPreview(db, { shopId, request, now: NOW });
    expect(shown).toMatchObject({ outcome: "rendered", problems: [], preheader: "Good to have you here." });
    expect(shown).toHaveProperty("html", expect.stringContaining("Hello Grace,"));
    const broken = { ...request, variant: { ...variant, subject: "{{ shop.name" } };
    expect(await presentPreview(db, { shopId, request: broken, now: NOW })).toMatchObject({
      outcome: "broken",
    });
    expect(await db.mailTemplate.count({ where: { shopId } })).toBe(0);
  });

  test("finds people in the order of their names, the same every time", async () => {
    await newShop();
    for (const [legacyId, searchText] of [
      [2, "cy grace"],
      [3, "ada grace"],
      [4, "ben grace"],
    ] as const)
      await givenCustomer(db, { shopId, legacyId, searchText });
    const found = await presentPeople(db, { shopId, search: "gra" });
    expect(found.map(({ id }) => id)).toEqual([`${shopId}_3`, `${shopId}_4`, `${shopId}_2`]);
  });

  test("finds people of the shop only", async () => {
    await newShop();
    await givenCustomer(db, { shopId, legacyId: 2, firstName: "Grace", searchText: "grace" });
    const first = await presentPeople(db, { shopId, search: "gra" });
    await newShop();
    expect(first).toHaveLength(1);
    expect(await presentPeople(db, { shopId, search: "gra" })).toEqual([]);
  });
});

describe("a test mail", () => {
  const ask = (address: string, ref = KEY) =>
    requestTest(db, { shopId, ref, language: "pl", address, customerId: null, locale: "en", now: NOW });

  test("leaves once, marked, and is neither a message nor a decision", async () => {
    await newShop();
    expect(await ask("staff@shop.example")).toEqual({ outcome: "test-sent", address: "staff@shop.example" });
    await world.runJobs();
    await world.runJobs();
    expect(world.email.sent.filter(({ to }) => to === "staff@shop.example")).toMatchObject([
      { subject: expect.stringMatching(/^\[Test\] Witamy w /) as string },
    ]);
    expect(await db.message.count({ where: { shopId } })).toBe(0);
    expect(await decisions()).toEqual([]);
  });

  test("is refused for a customer's address, for a template that is not there, and after ten in ten minutes", async () => {
    await newShop();
    await givenCustomer(db, { shopId, legacyId: 1, email: "ada@example.com" });
    expect(await ask("ada@example.com")).toEqual({ outcome: "test-of-customer" });
    expect(await ask("staff@shop.example", "nobody")).toEqual({ outcome: "missing" });
    for (let count = 1; count < 10; count += 1)
      expect(await ask("staff@shop.example")).toHaveProperty("outcome", "test-sent");
    expect(await ask("staff@shop.example")).toHaveProperty("outcome", "test-limited");
  });
});

test("what belongs to another shop is not there", async () => {
  await newShop();
  await render();
  const [{ id: ref }] = (await db.mailTemplate.findMany({ where: { shopId } })) as unknown as [
    { id: string },
  ];
  const { draft } = await editor(ref);
  await newShop();
  expect(await presentEditor(db, { shopId, ref, locale: "en" })).toBeNull();
  expect(await save(ref, draft, 1)).toEqual({ outcome: "missing" });
  expect(await publishTemplate(db, { shopId, ref, version: 1, now: NOW })).toEqual({ outcome: "missing" });
});
