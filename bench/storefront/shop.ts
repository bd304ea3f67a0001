import { type DevStore, startDevStore } from "../../dev-store/start";
import { resolveNamespace } from "../../dev-store/graphql/types/metafield";
import type { Metafield } from "../../dev-store/state/model";

const PROGRAMME = {
  ...{ v: 1, on: true, order: { points: 5, perMinor: 100 } },
  earn: [
    { kind: "order", points: 5, perMinor: 100, title: "Orders" },
    { kind: "sign-up", points: 200, title: "Sign-up" },
    { kind: "review", points: 50, title: "Review" },
  ],
  rewards: [500, 1_000, 2_000].map((costPoints) => ({
    ...{ id: `r${costPoints}`, title: `${costPoints / 100} € off`, kind: "amount", costPoints },
  })),
};
const LOYALTY = {
  ...{ v: 1, available: 1_250, pending: 120, nextExpiry: { points: 200, on: "2027-12-31" } },
  nextReward: { title: "20 € off", missing: 750, costPoints: 2_000 },
};
const VIP = {
  v: 1,
  tier: "Silver",
  nextTier: "Gold",
  progressBp: 6_000,
  missing: { orders: 2 },
  currencyCode: "EUR",
};

export type BenchShop = { devStore: DevStore; email: string; productUrl: string };

/** A shop with the app in it and a customer who has points, as the app would have told it. The app itself is not there. */
export async function startBenchShop(): Promise<BenchShop> {
  const devStore = await startDevStore({ customers: 5, seed: 1 });
  const { store, app, urls } = devStore;
  const at = new Date();
  store.installation = {
    ...{ id: 1, scopes: [], installedAt: at, uninstalledAt: null, accessTokens: [], refreshTokens: [] },
  };
  const customer = [...store.customers.values()].find(({ email }) => email !== null);
  const [product] = store.products.values();
  if (!customer?.email || !product) throw new Error("the shop is empty");
  const metafield = (namespace: string, key: string, value: unknown): Metafield => ({
    ...{ id: store.nextId(), namespace, key, type: "json", value: JSON.stringify(value) },
    ...{ createdAt: at, updatedAt: at },
  });
  const own = resolveNamespace("$app", app);
  customer.metafields.push(
    { ...metafield(own, "points_balance", LOYALTY.available), type: "number_integer" },
    metafield(own, "loyalty", LOYALTY),
    metafield(own, "vip", VIP),
  );
  store.metafields.set("gid://shopify/AppInstallation/1", [metafield("perennial", "programme", PROGRAMME)]);
  return { devStore, email: customer.email, productUrl: `${urls.storefront}/products/${product.handle}` };
}
