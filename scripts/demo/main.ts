import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { demoStart } from "../../dev-store/simulation/shop";
import { scriptedWeek } from "../../dev-store/simulation/script";
import { startSystem, type System } from "../system/start-system";
import { bringVisitors } from "./browsers";
import { compareCodes, comparePairs, compareRecipes, type Pair, printPairs } from "./check";
import { compareNow, switchRecoveryOn } from "./merchant";
import {
  askForBirthdays,
  giveTiersMore,
  type PointsTerms,
  switchPointsOn,
  switchReferralsOn,
} from "./programmes";
import { askBySurvey, bringFriends, redeemMailedCodes, tellBirthdays } from "./readers";
import { publishRecipes } from "./recipes";
import { compareYear } from "./year/check";
import { playYear } from "./year/play";

const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = DAY_MS / 24;
const WEEK_DAYS = 7;
/** Without shoppers: codes come near their ends, tiers are lost, and people are missed. */
const QUIET_DAYS = 45;
const QUIET_STEP_MS = 3 * HOUR_MS;
/** Where nothing happens time would pass in one leap; so long the app has to see what hour it is. */
const LOOK_AROUND_MS = 350;
/** Points that end within the time that is looked at. */
const WEEK_POINTS: PointsTerms = { holdingDays: "3", expiryMonths: "1", noticeDays: "14" };
const YEAR_POINTS: PointsTerms = { holdingDays: "14", expiryMonths: "3", noticeDays: "14" };
/** Days into the quiet time on which some tell their birthdays, and friends of members buy. */
const BIRTHDAYS_TOLD = { onDay: 3, inDays: 10, people: 3 };
const FRIENDS_ON_DAY = 20;
/** Days on which people with browsers of their own buy, and on which they come back to look. */
const VISITS = { boughtOnDay: 8, backOnDay: 14 };
/** A year's shoppers: few enough that it passes while one waits. */
const YEAR_TRAFFIC = { ratePerDay: 3, leftPerDay: 0.2 };
/** What a bad week of webhooks looks like: some come twice, in another order, late, or never. */
const FAULTS = {
  duplicateRate: 0.2,
  reorder: true,
  delayRate: 0.1,
  delayMs: 20 * 60 * 1_000,
  dropRate: 0.03,
};

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    year: { type: "boolean", default: false },
    faults: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "600" },
  },
});

async function main(): Promise<void> {
  console.log("Starting the store, the app, its worker and the mail server …");
  const system = await startSystem({
    seed: Number(options.seed),
    customers: Number(options.customers),
    startAt: demoStart(new Date()),
    ...(options.year ? { traffic: YEAR_TRAFFIC } : {}),
  });
  process.once("SIGINT", () => void system.stop().then(() => process.exit(0)));
  process.once("SIGTERM", () => void system.stop().then(() => process.exit(0)));
  try {
    if (options.faults) system.devStore.webhooks.setFaults(FAULTS);
    console.log("Installing the app on the demo shop and reading two years of history …");
    await system.install();
    await waitForHistory(system);
    if (options.year) return await checkYear(system);
    console.log("Switching cart recovery on, as a merchant does once they have looked at the mail …");
    await switchRecoveryOn(system.devStore);
    if (options.check) {
      console.log(
        "Switching points, referrals and more of the tiers on; publishing every recipe of the gallery …",
      );
      await switchPointsOn(system.devStore, WEEK_POINTS);
      await switchReferralsOn(system.devStore);
      await giveTiersMore(system.devStore);
      await askForBirthdays(system.devStore);
      await publishRecipes(system);
    }
    system.devStore.setLive(true);
    if (options.check) await checkWeek(system);
    else await stayOpen(system);
  } catch (error) {
    await system.stop();
    throw error;
  }
}

async function waitForHistory(system: System): Promise<void> {
  const target = new Date(system.devStore.store.clock.now().getTime() + 60_000);
  await system.advanceTo(target);
  await system.settled();
}

async function checkWeek(system: System): Promise<void> {
  const { clock } = system.devStore.store;
  const start = clock.now().getTime();
  for (let day = 1; day <= WEEK_DAYS; day += 1) {
    await system.advanceTo(new Date(start + day * DAY_MS));
    console.log(`  day ${day} of ${WEEK_DAYS} has passed: ${clock.now().toISOString().slice(0, 16)}`);
  }
  // Shoppers go home; what was delayed arrives, what was due is done.
  system.devStore.setLive(false);
  system.devStore.webhooks.setFaults({ duplicateRate: 0, reorder: false, delayRate: 0, dropRate: 0 });
  await system.advanceTo(new Date(clock.now().getTime() + DAY_MS / 4));
  await system.settled();
  if (options.faults) await healLosses(system);
  const week = await comparePairs(system);
  const quietSince = clock.now().getTime();
  const passUntilDay = (day: number) => passQuietly(system, quietSince + day * DAY_MS);
  await passUntilDay(BIRTHDAYS_TOLD.onDay);
  await tellBirthdays(system.devStore, BIRTHDAYS_TOLD);
  await askBySurvey(system.devStore, { people: 3 });
  await passUntilDay(VISITS.boughtOnDay);
  const visitors = await bringVisitors(system);
  await passUntilDay(VISITS.backOnDay);
  await visitors.comeBack();
  await visitors.leave();
  // Within the hour their visits are over.
  await system.advanceTo(new Date(clock.now().getTime() + HOUR_MS / 2));
  await system.settled();
  await system.advanceTo(new Date(clock.now().getTime() + HOUR_MS / 2));
  await system.settled();
  await passUntilDay(FRIENDS_ON_DAY);
  bringFriends(system.devStore);
  redeemMailedCodes(system.devStore, { people: 5 });
  await passUntilDay(QUIET_DAYS);
  await system.settled();
  console.log(`  ${QUIET_DAYS} days more have passed, without shoppers`);
  await conclude(system, [...week, await compareCodes(system), ...(await compareRecipes(system))]);
}

async function passQuietly(system: System, untilMs: number): Promise<void> {
  const { clock } = system.devStore.store;
  while (clock.now().getTime() < untilMs) {
    await system.advanceTo(new Date(Math.min(untilMs, clock.now().getTime() + QUIET_STEP_MS)));
    await sleep(LOOK_AROUND_MS);
  }
}

async function checkYear(system: System): Promise<void> {
  console.log("Switching the points programme on; a year passes, with few shoppers …");
  await switchPointsOn(system.devStore, YEAR_POINTS);
  const year = await playYear(system);
  await conclude(system, await compareYear(system, year));
}

async function conclude(system: System, pairs: readonly Pair[]): Promise<void> {
  console.log("");
  const agrees = printPairs(pairs);
  console.log(agrees ? "\nThe app and the store agree." : "\nThe app and the store do not agree.");
  process.exitCode = agrees ? 0 : 1;
  await system.stop();
}

/** What was lost since the last night is found by a comparison, as a merchant may ask for. */
async function healLosses(system: System): Promise<void> {
  const { dropped } = system.devStore.webhooks.counts();
  console.log(`  ${dropped} deliveries never arrived; the app compares its copy with the store …`);
  await compareNow(system.devStore);
  await system.advanceTo(new Date(system.devStore.store.clock.now().getTime() + HOUR_MS));
  await system.settled();
}

async function stayOpen({ devStore }: System): Promise<void> {
  const { urls } = devStore;
  const [zofia] = scriptedWeek;
  console.log(`
  The merchant's admin   ${urls.admin}
  The shop               ${urls.storefront}
  The mails              ${urls.mail}

  What to try
    1. Open the admin: Perennial has read two years of orders. Look at the dashboard, a customer, the VIP tiers.
    2. In the shop, put something into the cart, check out with your e-mail, accept marketing, and leave.
    3. Let an hour pass:   curl -X POST ${urls.api}/__control/clock/advance -H 'Content-Type: application/json' -d '{"byMs":3660000}'
    4. Open the mails, follow the link, buy with the code.
    5. Back in the admin: Cart recovery shows the recovered order and why everything was decided.
${zofia ? `\n  Shoppers are coming and going meanwhile; one of them is ${zofia.name}, who ${zofia.story}.` : ""}
  Ctrl-C stops everything.
`);
  await new Promise(() => undefined);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
