import { randomUUID } from "node:crypto";

import type { WebhookCounts, WebhookFaults, WebhookSender } from "../context";
import { redactBody } from "../protected-data";
import type { AppConfig } from "../state/app-model";
import type { Store, StoreEvent } from "../state/store";

import { type Delivery, deliveryHeaders, MAX_RETRIES, retryDelayMs } from "./delivery";
import { DeliveryQueue } from "./delivery-queue";
import { eventHeaders, eventMessages } from "./events-family";
import { drawFate, NO_FAULTS, seededChances } from "./faults";
import { pickFields } from "./include-fields";
import { buildPayload } from "./payloads/build";
import { createPoster, type PostResult } from "./post";

type Subscription = AppConfig["subscriptions"][number];

/** What one subscription is sent of one event. */
type Message = {
  topic: string;
  uri: string;
  body: Buffer;
  headers: (webhookId: string) => Record<string, string>;
};

/** Sent also when the app is not installed any more. */
const ALWAYS_SENT = new Set(["app/uninstalled", "customers/data_request", "customers/redact", "shop/redact"]);
const CONCURRENCY = 8;

const increment = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

class Sender implements WebhookSender {
  #faults: WebhookFaults = { ...NO_FAULTS };
  #chance = seededChances(NO_FAULTS.seed);
  /** Apart from the other chances, for how often it is asked depends on the speed of answers. */
  #order = seededChances(NO_FAULTS.seed);
  readonly #poster = createPoster();
  readonly #queue: DeliveryQueue;
  readonly #counts = { emitted: 0, delivered: 0, failed: 0, dropped: 0, repeated: 0 };
  readonly #byTopic: Record<string, number> = {};
  readonly #byStatus: Record<string, number> = {};
  /** The last body sent by subscription and record, where fields were picked. */
  readonly #lastBodies = new Map<string, string>();

  constructor(
    readonly store: Store,
    readonly app: AppConfig,
  ) {
    this.#queue = new DeliveryQueue(store.clock, {
      concurrency: CONCURRENCY,
      send: (delivery) => this.#send(delivery),
      pick: (readyCount) => (this.#faults.reorder ? Math.floor(this.#order() * readyCount) : 0),
    });
    store.onEvent((event) => this.#raise(event));
  }

  counts(): WebhookCounts {
    const { emitted, delivered, failed, dropped } = this.#counts;
    return {
      ...this.#counts,
      pending: emitted - delivered - failed - dropped,
      byTopic: { ...this.#byTopic },
      byStatus: { ...this.#byStatus },
    };
  }

  faults(): WebhookFaults {
    return { ...this.#faults };
  }

  setFaults(faults: Partial<WebhookFaults>): void {
    this.#faults = { ...this.#faults, ...faults };
    if (faults.seed === undefined) return;
    this.#chance = seededChances(faults.seed);
    this.#order = seededChances(faults.seed);
  }

  nextDueAt(): Date | null {
    return this.#queue.nextDueAt();
  }

  runDue(): void {
    this.#queue.runDue();
  }

  idle(): Promise<void> {
    return this.#queue.idle();
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#poster.close();
  }

  #raise(event: StoreEvent): void {
    const { installation } = this.store;
    const installed = installation !== null && installation.uninstalledAt === null;
    if (!installed && !ALWAYS_SENT.has(event.topic)) return;
    const subscriptions = this.app.subscriptions.filter(({ topic }) => topic === event.topic);
    if (subscriptions.length === 0 && !this.app.events) return;
    const payload = redactBody(this.app, buildPayload(this.store, event));
    const whole = JSON.stringify(payload);
    for (const subscription of subscriptions) {
      const { includeFields } = subscription;
      const text = includeFields ? JSON.stringify(pickFields(payload, includeFields)) : whole;
      if (includeFields && this.#isUnchanged(subscription, payload, text)) continue;
      const body = Buffer.from(text);
      this.#enqueue(event, {
        topic: event.topic,
        uri: subscription.uri,
        body,
        headers: (webhookId) =>
          deliveryHeaders(this.store.shop, this.app, { ...event, webhookId, subscription, body }),
      });
    }
    for (const message of eventMessages(this, event, payload)) {
      const { change, subscription, body } = message;
      this.#enqueue(event, {
        topic: `${change.resource}/${change.action}`,
        uri: subscription.uri,
        body,
        headers: (webhookId) => eventHeaders(this, message, { ...event, webhookId }),
      });
    }
  }

  /** Shopify drops a delivery whose picked fields are those of the one before. */
  #isUnchanged({ topic, uri }: Subscription, payload: unknown, body: string): boolean {
    const record = payload as { admin_graphql_api_id?: unknown; id?: unknown; token?: unknown };
    const key = `${topic} ${uri} ${String(record.admin_graphql_api_id ?? record.id ?? record.token)}`;
    if (this.#lastBodies.get(key) === body) return true;
    this.#lastBodies.set(key, body);
    return false;
  }

  #enqueue(event: StoreEvent, message: Message): void {
    const fate = drawFate(this.#faults, this.#chance);
    const webhookId = randomUUID();
    this.#count(message.topic);
    if (fate.dropped) {
      this.#counts.dropped += 1;
      return;
    }
    this.#add(message, { webhookId, holdMs: fate.holdMs, repeated: false });
    if (!fate.duplicate) return;
    const { sameId, holdMs } = fate.duplicate;
    if (sameId) this.#counts.repeated += 1;
    else this.#count(message.topic);
    const copyId = sameId ? webhookId : randomUUID();
    this.#add(message, { webhookId: copyId, holdMs: fate.holdMs + holdMs, repeated: sameId });
  }

  #count(topic: string): void {
    this.#counts.emitted += 1;
    increment(this.#byTopic, topic);
  }

  #add(
    { topic, body, uri, headers }: Message,
    { webhookId, holdMs, repeated }: { webhookId: string; holdMs: number; repeated: boolean },
  ): void {
    this.#queue.add({
      webhookId,
      topic,
      body,
      headers: headers(webhookId),
      uri,
      attempts: 0,
      dueAt: new Date(this.store.clock.now().getTime() + holdMs),
      repeated,
    });
  }

  async #send(delivery: Delivery): Promise<void> {
    const url = new URL(delivery.uri, `${this.app.applicationUrl}/`);
    delivery.attempts += 1;
    const result = await this.#poster.send({ url, headers: delivery.headers, body: delivery.body });
    increment(this.#byStatus, result.outcome === "answered" ? String(result.status) : result.outcome);
    this.#settle(delivery, result);
  }

  #settle(delivery: Delivery, result: PostResult): void {
    if (result.outcome === "answered" && result.status >= 200 && result.status < 300) {
      if (!delivery.repeated) this.#counts.delivered += 1;
    } else if (delivery.attempts <= MAX_RETRIES) {
      const now = this.store.clock.now().getTime();
      delivery.dueAt = new Date(now + retryDelayMs(delivery.attempts));
      this.#queue.add(delivery);
    } else if (!delivery.repeated) {
      this.#counts.failed += 1;
    }
  }
}

/** Turns the store's events into deliveries to the app's subscriptions, as soon as the app is installed. */
export function createWebhookSender({ store, app }: { store: Store; app: AppConfig }): WebhookSender {
  return new Sender(store, app);
}
