import { randomUUID } from "node:crypto";

import { signDelivery } from "./delivery";
import { type Fate, openInboxWatch, waitForFates } from "./inbox-watch";
import { parseOptions, type ReplayOptions, USAGE } from "./options";
import { readFolder, triggerTimes } from "./payloads";
import { type Answer, postAll } from "./post";
import { formatLines, isComplete, lineOf, summarise } from "./report";
import { openTarget, type Target } from "./target";

type Sent = { webhookIds: readonly string[]; answers: readonly Answer[] };

/** @returns whether every payload came to an end. */
async function replay(options: ReplayOptions): Promise<boolean> {
  const { payloads, others } = readFolder(options.directory);
  for (const file of others) console.log(`not a webhook payload  ${file}`);
  if (payloads.length === 0) {
    console.log(`There is no webhook payload in ${options.directory}.`);
    return true;
  }
  console.log(
    `\nSending ${payloads.length} payloads${options.url ? "" : " to a system of our own, which starts now"} …\n`,
  );
  const target = await openTarget(options);
  try {
    const runId = options.again ? randomUUID() : null;
    const sender = { shopDomain: target.shopDomain, secret: target.secret, runId };
    const times = triggerTimes(payloads, target.now());
    const deliveries = payloads.map((payload, index) =>
      signDelivery(payload, { ...sender, triggeredAt: times[index] ?? target.now() }),
    );
    const answers = await postAll(target.url, deliveries);
    const fates = await fatesOf(
      target,
      { webhookIds: deliveries.map(({ webhookId }) => webhookId), answers },
      options.waitMs,
    );
    const lines = deliveries.map((delivery, index) =>
      lineOf(
        delivery,
        answers[index] ?? { status: null, message: "not sent" },
        fates ? fates.get(delivery.webhookId) : null,
      ),
    );
    console.log(formatLines(lines));
    console.log(`\n${summarise(lines, others.length)}`);
    return isComplete(lines, fates !== null);
  } finally {
    await target.close();
  }
}

/** What became of those that were accepted; null when we have no way to look. */
async function fatesOf(
  target: Target,
  { webhookIds, answers }: Sent,
  timeoutMs: number,
): Promise<Map<string, Fate> | null> {
  if (target.databaseUrl === null) return null;
  const watch = openInboxWatch(target.databaseUrl, target.shopDomain);
  try {
    const accepted = webhookIds.filter((_, index) => answers[index]?.status === 200);
    return await waitForFates(watch, { webhookIds: [...new Set(accepted)], timeoutMs });
  } finally {
    watch.close();
  }
}

try {
  process.exitCode = (await replay(parseOptions(process.argv.slice(2), process.env))) ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
