import type { System } from "../system/start-system";
import { readAppCounts, readDashboard } from "./app-figures";
import { readRecipes } from "./recipes";
import { readStoreFigures } from "./store-figures";

/** One thing that happened, as the app and as the store count it. */
export type Pair = { name: string; app: string; store: string; isSame: boolean };

/** Compares what the app says with what the store itself counted. */
export async function comparePairs(system: System): Promise<Pair[]> {
  const dashboard = await readDashboard(system);
  const app = await readAppCounts(system.databaseUrl);
  const store = await readStoreFigures(system.devStore);
  const pairs: [string, number | null, number | null][] = [
    ["customers synced", app.customers, store.customersTotal],
    ["orders synced", app.orders, store.ordersTotal],
    ...[...app.tagged].map(([tag, count]): [string, number, number] => [
      `customers tagged ${tag}`,
      count,
      store.tagged(tag),
    ]),
    ["recovery mails delivered", app.recoveryMails, store.recoveryMails],
    ["codes in the store", app.codesIssued, store.appCodesCreated],
    ["orders recovered", app.ordersRecovered, store.ordersFromMailedCheckouts],
    ["dashboard: buyers", figure("buyers"), store.buyers],
    [
      "dashboard: repeat purchase rate, %",
      percent(figure("repeat-purchase-rate")),
      percent(store.repeatPurchaseRate),
    ],
    ["dashboard: orders", figure("orders"), store.validOrders],
    ["dashboard: net revenue, minor units", figure("net-revenue"), store.netRevenueMinor],
    [
      "dashboard: average order value, minor units",
      rounded(figure("average-order-value")),
      store.averageOrderMinor,
    ],
    ["dashboard: recovered revenue, minor units", figure("recovered-revenue"), store.recoveredRevenueMinor],
    ["dashboard: recovery rate, %", percent(figure("recovery-rate")), percent(store.recoveryRate)],
  ];
  return pairs.map(([name, ours, theirs]) => ({
    name,
    app: String(ours),
    store: String(theirs),
    isSame: ours === theirs,
  }));

  function figure(metric: string): number | null {
    const value = dashboard.get(metric);
    if (value === undefined)
      throw new Error(`the dashboard has no figure "${metric}"; it has ${[...dashboard.keys()].join(", ")}`);
    return value;
  }
}

const percent = (share: number | null) => (share === null ? null : Math.round(share * 10_000) / 100);
const rounded = (value: number | null) => (value === null ? null : Math.round(value));

/** Compares how many codes that are one person's were used by the end. */
export async function compareCodes({ databaseUrl, devStore }: System): Promise<Pair> {
  const { codesRedeemed } = await readAppCounts(databaseUrl);
  const personal = [...devStore.store.discounts.values()].filter(({ customerIds }) => customerIds !== null);
  const used = personal.filter(({ usageCount }) => usageCount > 0);
  return shown(pairOf("codes redeemed", { app: codesRedeemed, store: used.length }));
}

/** Compares what each published recipe did with what arrived in mailboxes and in the store. */
export async function compareRecipes(system: System): Promise<Pair[]> {
  const recipes = await readRecipes(system);
  return recipes.flatMap(({ recipeKey, mails, codes, pointed }) => [
    shown(
      pointed ? pairOf(`${recipeKey}: people given points`, pointed) : pairOf(`${recipeKey}: mails`, mails),
    ),
    ...(codes.app > 0 ? [pairOf(`${recipeKey}: codes`, codes)] : []),
  ]);
}

/** What nobody was given has not been shown to work. */
function shown(pair: Pair): Pair {
  return { ...pair, isSame: pair.isSame && pair.app !== "0" };
}

function pairOf(name: string, { app, store }: { app: number; store: number }): Pair {
  return { name, app: String(app), store: String(store), isSame: app === store };
}

/** Prints `name: app / store` lines and tells whether all pairs agree. */
export function printPairs(pairs: readonly Pair[]): boolean {
  const width = Math.max(...pairs.map(({ name }) => name.length)) + 2;
  for (const { name, app, store, isSame } of pairs) {
    console.log(
      `${`${name}:`.padEnd(width)}${app.padStart(12)}   store: ${store.padStart(12)}   ${isSame ? "same" : "DIFFERENT"}`,
    );
  }
  return pairs.every(({ isSame }) => isSame);
}
