import { setTimeout as sleep } from "node:timers/promises";

import { openConnection } from "./connection";
import type { Requests } from "./requests";

const CONNECTIONS = 32;

export type LoadOptions = {
  url: URL;
  requests: Requests;
  /** Ends before the requests do. */
  maxMs?: number;
  /** Requests a second; without it each connection sends as soon as it is answered. */
  rate?: number;
};

export type Load = { count: number; seconds: number; perSecond: number; p50Ms: number; p99Ms: number };

/**
 * Sends signed deliveries over 32 kept-alive connections.
 *
 * With a rate, times count from when a request was due, so that a server which stalls cannot hide its queue.
 *
 * @throws Error when an answer is not 200: a bench of refusals would say nothing.
 */
export async function runLoad({ url, requests, maxMs = Infinity, rate }: LoadOptions): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(url)));
  const took: number[] = [];
  let next = 0;
  const startedAt = performance.now();

  async function work({ send }: (typeof connections)[number]): Promise<void> {
    const buffer = requests.allocate();
    for (let index = next++; index < requests.count; index = next++) {
      const now = performance.now();
      const dueAt = rate === undefined ? now : startedAt + (index / rate) * 1_000;
      if (dueAt > now) await sleep(Math.ceil(dueAt - now)); // A timer drops fractions and would be early.
      if (performance.now() - startedAt >= maxMs) return;
      const status = await send(requests.fill(buffer, index));
      if (status !== 200) throw new Error(`${url.href} answered ${status}`);
      took.push(performance.now() - dueAt);
    }
  }

  try {
    await Promise.all(connections.map(work));
  } finally {
    for (const connection of connections) connection.close();
  }
  return summarise(took, (performance.now() - startedAt) / 1_000);
}

function summarise(took: number[], seconds: number): Load {
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    count: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}
