import { decode } from "turbo-stream";
import { z } from "zod";

import { mintSessionToken } from "../../dev-store/oauth/session-token";
import type { DevStore } from "../../dev-store/start";

const STAFF_ID = 1;
const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** What a new merchant would choose in the settings of cart recovery. */
const RECOVERY_SETTINGS = {
  enabled: "true",
  delayMinutes: "60",
  percent: "10",
  validDays: "7",
  maxCodesPer90Days: "3",
  firstTimersOnly: "false",
  consent: "subscribed-only",
};

/**
 * Asks the app as the merchant's browser does: through the tunnel, with a session token.
 *
 * @throws Error when the answer is not 2xx.
 */
export async function askAsMerchant(
  devStore: DevStore,
  path: string,
  form?: Record<string, string>,
): Promise<Response> {
  const response = await fetch(devStore.urls.tunnel + path, {
    headers: {
      Authorization: `Bearer ${mintSessionToken(devStore, { userId: STAFF_ID })}`,
      "User-Agent": BROWSER,
    },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response;
}

/** What the loader of a route answers, as the page in the merchant's browser gets it. */
export async function readAsMerchant(devStore: DevStore, path: string, route: string): Promise<unknown> {
  const query = `${path.includes("?") ? "&" : "?"}_routes=${encodeURIComponent(route)}`;
  const response = await askAsMerchant(devStore, path + query);
  if (!response.body) throw new Error(`${path} answered without a body`);
  const { value, done } = await decode(response.body);
  await done;
  return z.record(z.object({ data: z.unknown() })).parse(value)[route]?.data;
}

const BuilderSchema = z.object({ mark: z.string() });

/** Publishes a flow as written, as a merchant does in the builder, where the draft is looked at first. */
export async function publishAsMerchant(
  devStore: DevStore,
  { flowId, name, written }: { flowId: string; name: string; written: string },
): Promise<void> {
  const path = `/app/flows/${flowId}.data`;
  const { mark: seen } = BuilderSchema.parse(
    await readAsMerchant(devStore, path, "routes/app.flows.$flowId"),
  );
  await askAsMerchant(devStore, path, { kind: "publish", runs: "finish", name, written, seen });
}

/** Switches cart recovery on: nobody is written to before a merchant says so. */
export async function switchRecoveryOn(devStore: DevStore): Promise<void> {
  await askAsMerchant(devStore, "/app/recovery/settings.data", RECOVERY_SETTINGS);
}

/** Writes to everybody: nobody is left out by chance to see what the mails bring. */
export async function switchHoldoutsOff(devStore: DevStore): Promise<void> {
  const off = { isOn: false, share: "5" };
  const settings = { global: off, flow: off, flowsWithout: [], windowDays: "30" };
  await askAsMerchant(devStore, "/app/settings/holdouts.data", { settings: JSON.stringify(settings) });
}

/** Has the app compare its copy with the store at once, instead of in the night. */
export async function compareNow(devStore: DevStore): Promise<void> {
  await askAsMerchant(devStore, "/app/system.data", { kind: "reconcile" });
}
