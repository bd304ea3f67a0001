import { useCallback, useEffect, useState } from "preact/hooks";

import type { CustomerAnswer, HoldView, RedeemAnswer } from "../../shared/answers";
import type { Client } from "../../shared/client";

export type Loaded =
  { kind: "loading" } | { kind: "failed"; error: string } | { kind: "there"; answer: CustomerAnswer };

/** What a customer has; `load` asks anew. */
export function useCustomer(client: Client, customerId: number) {
  const [loaded, setLoaded] = useState<Loaded>({ kind: "loading" });
  const load = useCallback(async () => {
    const asked = await client.get<CustomerAnswer>(`/api/customer/${customerId}`);
    const next: Loaded =
      asked.kind === "answered"
        ? { kind: "there", answer: asked.body }
        : { kind: "failed", error: asked.error };
    setLoaded(next);
    return next;
  }, [client, customerId]);
  useEffect(() => void load(), [load]);
  return { loaded, load };
}

export type Given =
  | { kind: "given"; hold: HoldView }
  | { kind: "refused"; reason: string }
  /** The store is still making it: it will be on the customer's page. */
  | { kind: "late" };

const LOOK_MS = 1_500;
const MOST_LOOKS = 10;
const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/** Exchanges a customer's points for a reward, and waits until it is there. */
export async function giveReward(
  {
    client,
    customerId,
    load,
  }: { client: Client; customerId: number } & Pick<ReturnType<typeof useCustomer>, "load">,
  wish: { rewardId: string; points?: number },
): Promise<Given> {
  const body = { ...wish, idempotencyKey: crypto.randomUUID() };
  const asked = await client.post<RedeemAnswer>(`/api/customer/${customerId}`, body);
  if (asked.kind === "failed") return { kind: "refused", reason: asked.error };
  if (asked.body.outcome === "refused") return { kind: "refused", reason: asked.body.reason };
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const loaded = await load();
    const hold = loaded.kind === "there" ? loaded.answer.member.hold : null;
    // Money has no code and is not open once it is there.
    if (loaded.kind === "there" && hold?.state !== "held")
      return { kind: "given", hold: hold ?? asked.body.hold };
    await pause();
  }
  return { kind: "late" };
}
