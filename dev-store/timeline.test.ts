import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { updateCustomer } from "./commerce/customers";
import type { WebhookSender } from "./context";
import { type DueWork, Timeline } from "./timeline";
import { sampleApp, sampleStore, type SampleStore } from "./webhooks/sample-store";
import { createWebhookSender } from "./webhooks/sender";
import { type Receiver, startReceiver } from "./webhooks/test-receiver";

const HOUR_MS = 3_600_000;

describe("advancing the clock", () => {
  let shop: SampleStore;
  let receiver: Receiver;
  let webhooks: WebhookSender;
  let timeline: Timeline;
  let plans: { at: Date; work: () => void }[];
  let log: string[];

  const after = (ms: number) => new Date(Date.parse("2026-03-01T17:00:00Z") + ms);
  const clockTime = () => shop.store.clock.now().toISOString().slice(11, 19);
  const shopWork: DueWork = {
    nextDueAt: () => plans[0]?.at ?? null,
    runDue: () => {
      while (plans[0] && plans[0].at <= shop.store.clock.now()) plans.shift()?.work();
    },
  };

  beforeEach(async () => {
    shop = sampleStore();
    receiver = await startReceiver();
    const app = sampleApp(["customers/update"], { applicationUrl: receiver.url });
    webhooks = createWebhookSender({ store: shop.store, app });
    timeline = new Timeline({ clock: shop.store.clock, webhooks, shop: [shopWork] });
    plans = [];
    log = [];
  });
  afterEach(async () => {
    await timeline.close();
    await webhooks.close();
    await receiver.close();
  });

  const note = (what: string) => () => void log.push(`${clockTime()} ${what}`);
  const rename = (name: string) => () => updateCustomer(shop.store, shop.customer, { firstName: name });

  it("stops at every due instant in order and ends exactly at the target", async () => {
    plans = [2, 1.5, 30].map((hours) => ({ at: after(hours * HOUR_MS), work: note("shopper") }));
    plans.sort((a, b) => a.at.getTime() - b.at.getTime());
    await timeline.advanceTo(after(24 * HOUR_MS));
    expect(log).toEqual(["18:31:00 shopper", "19:01:00 shopper"]);
    expect(shop.store.clock.now()).toEqual(after(24 * HOUR_MS));
    expect(plans).toHaveLength(1);
  });

  it("does in one step what shoppers do within a minute of each other", async () => {
    plans = [0, 20, 60, 61].map((seconds) => ({
      at: after(HOUR_MS + seconds * 1000),
      work: note("shopper"),
    }));
    await timeline.advanceTo(after(2 * HOUR_MS));
    expect(log.map((line) => line.slice(0, 8))).toEqual(["18:01:00", "18:01:00", "18:01:00", "18:02:01"]);
  });

  it("waits for webhooks and then for the app before it goes on", async () => {
    plans = [
      { at: after(HOUR_MS), work: rename("Ada") },
      { at: after(2 * HOUR_MS), work: rename("Bea") },
    ];
    const barrier = async () => void log.push(`${clockTime()} ${receiver.received.length} arrived`);
    await timeline.advanceTo(after(3 * HOUR_MS), { barrier });
    expect([...new Set(log)]).toEqual([
      "17:00:00 0 arrived",
      "18:01:00 1 arrived",
      "19:01:00 2 arrived",
      "20:00:00 2 arrived",
    ]);
  });

  it("settles again when the app's work changed the shop", async () => {
    let reactions = 0;
    const barrier = async () => {
      if (receiver.received.length > reactions && reactions < 3) rename(`Reaction ${++reactions}`)();
    };
    plans = [{ at: after(HOUR_MS), work: rename("Ada") }];
    await timeline.advanceTo(after(HOUR_MS + 60_000), { barrier });
    expect(receiver.received).toHaveLength(4);
  });

  it("stops exactly where the app's next job or a webhook's retry is due", async () => {
    const jobs = [after(20 * 60_000), after(40 * 60_000)];
    receiver.answers.push(503);
    rename("Ada")();
    await timeline.advanceTo(after(HOUR_MS), {
      nextAppDueAt: () => jobs.find((at) => at > shop.store.clock.now()) ?? null,
      barrier: async () => note("settled")(),
    });
    expect([...new Set(log)]).toEqual([
      "17:00:00 settled",
      "17:00:56 settled",
      "17:20:00 settled",
      "17:40:00 settled",
      "18:00:00 settled",
    ]);
    expect(webhooks.counts()).toMatchObject({ delivered: 1, pending: 0 });
  });

  it("is not stuck by an app whose due work never gets done", async () => {
    await timeline.advanceTo(after(HOUR_MS), { nextAppDueAt: () => after(0) });
    expect(shop.store.clock.now()).toEqual(after(HOUR_MS));
  });

  it("tells an app that goes on changing the shop because the shop changed", async () => {
    let echoes = 0;
    const barrier = async () => rename(`Echo ${++echoes}`)();
    await expect(timeline.advanceTo(after(HOUR_MS), { barrier })).rejects.toThrow(/every webhook/);
  });

  it("refuses a second advance at the same time", async () => {
    const first = timeline.advanceTo(after(HOUR_MS));
    await expect(timeline.advanceTo(after(HOUR_MS))).rejects.toThrow(/advanced already/);
    await first;
  });
});
