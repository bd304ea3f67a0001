import { afterAll, beforeAll, expect, test } from "vitest";

import { FEATURES } from "~/composition-features.server";
import type { RootDb } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../support/test-db";
import { ASKING, fillShop, OTHER, rowId } from "../security/two-shops";

/*
 * Whatever a decision is about is shown by its name and leads to its page, and only to those of the own shop.
 */

const MODELS: Readonly<Record<string, string>> = {
  flow: "Flow",
  "flow-run": "FlowRun",
  message: "Message",
  campaign: "Campaign",
};
const SUBJECTS = FEATURES.flatMap((feature) => feature.decisionSubjects ?? []);

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  ({ db } = testDb);
  for (const shopId of [ASKING, OTHER]) await fillShop(db, shopId);
});
afterAll(() => testDb.close());

test("is what the parts contribute", () => {
  expect(SUBJECTS.map(({ kind }) => kind).sort()).toEqual(Object.keys(MODELS).sort());
});

test.each(SUBJECTS)("a $kind has a name and a page, one of another shop has none", async (subjects) => {
  const model = MODELS[subjects.kind] ?? "";
  const [own, foreign] = [rowId(ASKING, model), rowId(OTHER, model)];
  const found = await subjects.listSubjects(db, { shopId: ASKING, ids: [own, foreign, "nobody's"] });
  expect([...found.keys()]).toEqual([own]);
  const subject = found.get(own);
  expect(subject?.name).toContain(`of ${ASKING}`);
  expect(subject?.url).toMatch(/^\/app\/[a-z]+\/\S+$/);
});
