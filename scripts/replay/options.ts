import { parseArgs } from "node:util";

export type ReplayOptions = {
  directory: string;
  /** Null = start a system of our own. */
  url: URL | null;
  shopDomain: string | null;
  secret: string | null;
  databaseUrl: string | null;
  again: boolean;
  waitMs: number;
};

export const USAGE = `usage: npm run replay -- --dir DIR [options]

Posts every JSON payload of a folder, signed, to /webhooks and prints what became of each.

  --dir DIR         the folder; topics come from its MANIFEST.tsv (columns file, topic, api_version) or from the
                    path: rest/orders__create/x.json is orders/create
  --url URL         a running app, for example http://127.0.0.1:3000; without it a system of its own is started
  --shop DOMAIN     the shop to send for (demo-shop.myshopify.com)
  --secret SECRET   the app's client secret (the environment's SHOPIFY_API_SECRET)
  --database URL    the app's database, file:./perennial.db, to see what became of each; only with --url
  --again           with new delivery ids: without it, a file sent before is a duplicate
  --wait SECONDS    how long the app may take to settle them (120)`;

/** @throws Error that says which option is not usable and why. */
export function parseOptions(
  args: readonly string[],
  env: Record<string, string | undefined>,
): ReplayOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: "string" },
      url: { type: "string" },
      shop: { type: "string" },
      secret: { type: "string" },
      database: { type: "string" },
      again: { type: "boolean", default: false },
      wait: { type: "string", default: "120" },
    },
  });
  if (!values.dir) throw new Error("--dir is missing");
  if (!/^\d+$/.test(values.wait)) throw new Error(`--wait must be whole seconds, got "${values.wait}"`);
  const url = values.url === undefined ? null : parseUrl(values.url);
  const secret = values.secret ?? env.SHOPIFY_API_SECRET ?? null;
  if (url && secret === null)
    throw new Error("--url needs --secret or SHOPIFY_API_SECRET: the app turns unsigned deliveries away");
  if (!url && values.database !== undefined) throw new Error("--database needs --url");
  return {
    directory: values.dir,
    url,
    shopDomain: values.shop ?? null,
    secret,
    databaseUrl: values.database ?? null,
    again: values.again,
    waitMs: Number(values.wait) * 1_000,
  };
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text))
    throw new Error(`--url must be an address such as http://127.0.0.1:3000, got "${text}"`);
  return new URL(text);
}
