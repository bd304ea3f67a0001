import { parseArgs } from "node:util";

import { demoStart } from "./simulation/shop";
import { type DevStore, startDevStore } from "./start";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "600" },
    years: { type: "string", default: "2" },
    live: { type: "boolean", default: false },
    events: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    config: { type: "string", default: "shopify.app.toml" },
    "app-url": { type: "string" },
    "client-id": { type: "string" },
    "client-secret": { type: "string", default: "dev-store-secret" },
    "api-port": { type: "string", default: "0" },
    "storefront-port": { type: "string", default: "0" },
    "tunnel-port": { type: "string", default: "0" },
    "mail-port": { type: "string", default: "0" },
    "smtp-port": { type: "string", default: "0" },
  },
});

function wholeNumber(option: keyof typeof values): number {
  const given = String(values[option]);
  if (!/^\d+$/.test(given)) throw new RangeError(`--${option} must be a whole number, not "${given}"`);
  return Number(given);
}

function describe({ urls, smtpPort }: DevStore): string {
  return [
    `Admin       ${urls.admin}`,
    `Storefront  ${urls.storefront}`,
    `Mail        ${urls.mail} (SMTP on port ${smtpPort})`,
    `API         ${urls.api}  ← DEV_STORE_URL of the app`,
    `App         ${urls.tunnel}  (in front of the app itself)`,
  ].join("\n");
}

const devStore = await startDevStore({
  seed: wholeNumber("seed"),
  customers: wholeNumber("customers"),
  years: wholeNumber("years"),
  live: values.live,
  events: values.events,
  startAt: values.live ? demoStart(new Date()) : undefined,
  configFile: values.config,
  appUrl: values["app-url"],
  clientId: values["client-id"],
  clientSecret: values["client-secret"],
  ports: {
    api: wholeNumber("api-port"),
    storefront: wholeNumber("storefront-port"),
    tunnel: wholeNumber("tunnel-port"),
    mail: wholeNumber("mail-port"),
    smtp: wholeNumber("smtp-port"),
  },
});

process.stdout.write(
  values.json
    ? `${JSON.stringify({ urls: devStore.urls, smtpPort: devStore.smtpPort })}\n`
    : `${describe(devStore)}\n`,
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void devStore.close().then(() => process.exit(0)));
}
