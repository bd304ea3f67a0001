import { test as base } from "@playwright/test";
import { DateTime } from "luxon";

import { demoStart } from "../../dev-store/simulation/shop";
import { switchHoldoutsOff } from "../../scripts/demo/merchant";
import { startSystem, type System } from "../../scripts/system/start-system";
import { watchConsole } from "./actors/console-watch";
import { Mailbox } from "./actors/mailbox";
import { Merchant } from "./actors/merchant";
import { type Language, Shopper } from "./actors/shopper";

export const HOUR_MS = 60 * 60 * 1_000;
const HISTORY_MS = 60_000;

type Shared = { system: System };
type Actors = {
  merchant: Merchant;
  mailbox: Mailbox;
  /** A browser of their own for each shopper. */
  newShopper: (language: Language) => Promise<Shopper>;
  /** Lets simulated time pass. */
  pass: (durationMs: number) => Promise<void>;
};

/** A small shop with a history; the app is not installed yet. */
export function startSmallShop(): Promise<System> {
  return startSystem({ seed: 7, customers: 120, startAt: demoStart(new Date()) });
}

/** Hours of the shop's clock between which a journey with a mail begins: the mail is not held back for the night. */
const DAY = { from: 10, until: 14 } as const;

/** Lets the night pass, for mails wait for the morning of their reader. */
async function waitForDay(system: System): Promise<void> {
  const { clock, shop } = system.devStore.store;
  const now = DateTime.fromJSDate(clock.now(), { zone: shop.ianaTimezone });
  if (now.hour >= DAY.from && now.hour < DAY.until) return;
  const opening = now.startOf("day").set({ hour: DAY.from });
  await system.advanceTo((opening > now ? opening : opening.plus({ days: 1 })).toJSDate());
  await system.settled();
}

/** Reads the history to its end. */
export async function readHistory(system: System): Promise<void> {
  await system.advanceTo(new Date(system.devStore.store.clock.now().getTime() + HISTORY_MS));
  await system.settled();
}

/**
 * A test with people in it: one shop with the app installed for all tests of a worker, and actors in browsers of
 * their own. What a page complains about in its console fails the test.
 */
export const test = base.extend<Actors, Shared>({
  system: [
    // Playwright tells what a fixture needs by this pattern, even when it needs nothing.

    async ({}, use) => {
      const system = await startSmallShop();
      try {
        await system.install();
        await readHistory(system);
        // Journeys are of people who are written to; who is left out is drawn, and the tests of flows know both.
        await switchHoldoutsOff(system.devStore);
        await use(system);
      } finally {
        await system.stop();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
  merchant: async ({ page, system }, use) => {
    const complaints = watchConsole(page);
    await use(new Merchant(page, system));
    base.expect(complaints, "what the merchant's pages complain about").toEqual([]);
  },
  mailbox: async ({ context, system }, use) => {
    await waitForDay(system);
    await use(new Mailbox(await context.newPage(), system));
  },
  newShopper: async ({ browser, system }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    const complaints: string[][] = [];
    await use(async (language) => {
      const context = await browser.newContext({ locale: language });
      contexts.push(context);
      const page = await context.newPage();
      complaints.push(watchConsole(page));
      return new Shopper(page, system, language);
    });
    for (const context of contexts) await context.close();
    base.expect(complaints.flat(), "what the shop's pages complain about").toEqual([]);
  },
  pass: async ({ system }, use) => {
    await use(async (durationMs) => {
      await system.advanceTo(new Date(system.devStore.store.clock.now().getTime() + durationMs));
      await system.settled();
    });
  },
});

export { expect } from "@playwright/test";
