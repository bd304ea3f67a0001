import { startSystem } from "../system/start-system";
import type { ReplayOptions } from "./options";

/** Where to send to. */
export type Target = {
  url: URL;
  shopDomain: string;
  secret: string;
  /** Null = we only see the answers. */
  databaseUrl: string | null;
  now: () => Date;
  close: () => Promise<void>;
};

const DEMO_SHOP = "demo-shop.myshopify.com";
/** The past of a shop is not what is replayed: a small one starts fast. */
const SMALL_SHOP = { customers: 20, years: 1 };

/** The app that was named, or a system of our own with the app installed on a small shop. */
export async function openTarget(options: ReplayOptions): Promise<Target> {
  const { url, secret, databaseUrl } = options;
  if (url && secret !== null) {
    const shopDomain = options.shopDomain ?? DEMO_SHOP;
    return { url, shopDomain, secret, databaseUrl, now: () => new Date(), close: () => Promise.resolve() };
  }
  const system = await startSystem(SMALL_SHOP);
  try {
    await system.install();
    await system.settled();
  } catch (error) {
    await system.stop();
    throw error;
  }
  const { store, app } = system.devStore;
  return {
    url: new URL(system.app.url),
    shopDomain: options.shopDomain ?? store.shop.domain,
    secret: app.clientSecret,
    databaseUrl: system.databaseUrl,
    now: () => store.clock.now(),
    close: () => system.stop(),
  };
}
