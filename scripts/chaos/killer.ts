import { setTimeout as sleep } from "node:timers/promises";

import type { System } from "../system/start-system";

export type Victim = "web" | "worker" | "database";

/** Pauses between kills, drawn from the seed. */
const SHORTEST_MS = 150;
const LONGEST_MS = 1_500;

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `kill -9` at random moments until it was done so often; whatever is killed is started again at once. */
export async function killAtRandom(
  system: System,
  { kills, seed, onKill }: { kills: number; seed: number; onKill: (victim: Victim, count: number) => void },
): Promise<void> {
  const random = randomOf(seed);
  const victims: Victim[] = system.postgres ? ["web", "worker", "database"] : ["web", "worker", "worker"];
  for (let count = 1; count <= kills; count += 1) {
    await sleep(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS));
    const victim = victims[Math.floor(random() * victims.length)] ?? "worker";
    await replace(system, victim);
    onKill(victim, count);
  }
}

async function replace({ app, postgres }: System, victim: Victim): Promise<void> {
  if (victim === "database") await postgres?.replace();
  else await app.replace(victim);
}
