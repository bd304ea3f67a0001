import { expect, test } from "vitest";

import { variablesOf } from "~/features/automations/messages/variables.server";

import { SHOP_ID } from "../support/factories";
import { ADA, createReferralWorld, day } from "../support/referral-world";

test("a mail after a step that made a link has the link, the code and what both get", async () => {
  const shop = await createReferralWorld();
  const addressee = { address: "ada@example.com", customer: null, checkout: null, locales: [] };
  const run = {
    ...{ customerId: ADA, subjectKind: null, subjectId: null, entryKey: "k", enteredAt: day(0) },
    ...{ runId: "r1", flowId: "f1", version: 1, stepId: "mail", effectKey: "flow:r1:mail" },
    context: { "subject.referral": ADA },
  };
  const asked = { shopId: SHOP_ID, run, addressee, locale: "en" as const, now: day(0) };
  expect(await variablesOf(shop.db, asked)).toMatchObject({
    referral: {
      url: expect.stringContaining("/f/") as string,
      share_url: `https://demo-shop.myshopify.com/discount/${shop.code}?redirect=/`,
      code: shop.code,
      ...{ friend_gets: "10% off", you_get: "10% off" },
    },
  });
  await shop.close();
});
