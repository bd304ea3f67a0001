import type { Customer } from "../../../dev-store/state/model";
import type { System } from "../../system/start-system";
import { pointsTold } from "../recipes";
import { type Member, signIn } from "./member";

const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEKS = 52;
/** A year is not looked at minute by minute. */
const STEP_MS = DAY_MS / 4;
/** Who looks at their points in a week. */
const LOOKERS = 4;
/** Of those with a code, every third lets it go unused. */
const FORGETS = 3;

/** Lets a year pass in which shoppers buy, send back, look at their points in the shop, redeem them, and forget them. */
export async function playYear(system: System): Promise<{ redemptions: number }> {
  const { devStore } = system;
  const { clock } = devStore.store;
  const start = clock.now().getTime();
  devStore.setLive(true);
  let redemptions = 0;
  for (let week = 1; week <= WEEKS; week += 1) {
    await system.advanceTo(new Date(start + week * 7 * DAY_MS), { stepMs: STEP_MS });
    redemptions += await redeemSome(system);
    if (week % 4 === 0) console.log(`  week ${week} of ${WEEKS}: ${clock.now().toISOString().slice(0, 10)}`);
  }
  devStore.setLive(false);
  await system.advanceTo(new Date(clock.now().getTime() + DAY_MS));
  await system.settled();
  return { redemptions };
}

/** The richest look at their points and take a reward; most of them buy with its code. */
async function redeemSome(system: System): Promise<number> {
  const members: Member[] = [];
  for (const customer of richest(system)) {
    const member = await signIn(system.devStore, customer);
    if (await member.redeem()) members.push(member);
  }
  await system.settled();
  for (const [index, member] of members.entries()) {
    const code = await member.readCode();
    if (code !== null && index % FORGETS !== FORGETS - 1) member.buyWith(code);
  }
  await system.settled();
  return members.length;
}

function richest({ devStore: { store } }: System): (Customer & { email: string })[] {
  return [...store.customers.values()]
    .flatMap((customer) => (customer.email === null ? [] : [{ ...customer, email: customer.email }]))
    .map((customer) => ({ customer, points: pointsTold(customer) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, LOOKERS)
    .map(({ customer }) => customer);
}
