import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import type { CancelAnswer, MemberAnswer, RedeemAnswer } from "../../../shared/answers";
import type { Client } from "../../../shared/client";

export type Loaded =
  { kind: "loading" } | { kind: "failed"; error: string } | { kind: "there"; answer: MemberAnswer };

export type MemberActions = {
  reload: () => void;
  /** `points` of an incremental reward. */
  redeem: (rewardId: string, points?: number) => void;
  cancel: (redemptionId: string) => void;
};

export type Refusal = { reason: string; params: Record<string, number> };

export type Member = MemberActions & {
  loaded: Loaded;
  /** What is being asked for: a reward's or a redemption's id; null = nothing. */
  busy: string | null;
  /** Why the last wish was not granted. */
  refusal: Refusal | null;
};

/** How often it is looked whether the store has made a reward, and how many times. */
const LOOK_MS = 2_000;
const MOST_LOOKS = 15;

/** What the signed-in customer has, and what they can do with it. */
export function useMember(client: Client): Member {
  const [loaded, setLoaded] = useState<Loaded>({ kind: "loading" });
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // The second click of a double click comes before the button is drawn anew.
  const isAsking = useRef(false);

  const load = useCallback(async () => {
    const asked = await client.get<MemberAnswer>("/api/member");
    // What is on the screen stays when a later look fails.
    setLoaded((before) => {
      if (asked.kind === "answered") return { kind: "there", answer: asked.body };
      return before.kind === "there" ? before : { kind: "failed", error: asked.error };
    });
  }, [client]);
  useEffect(() => void load(), [load]);
  useLookUntilMade(loaded, load);

  const wish = async (id: string, path: string, body: object) => {
    if (isAsking.current) return;
    isAsking.current = true;
    setBusy(id);
    setRefusal(null);
    const asked = await client.post<RedeemAnswer | CancelAnswer>(path, body);
    if (asked.kind === "failed") setRefusal({ reason: asked.error, params: {} });
    else if (asked.body.outcome === "refused")
      setRefusal({ reason: asked.body.reason, params: "params" in asked.body ? asked.body.params : {} });
    await load();
    setBusy(null);
    isAsking.current = false;
  };
  return {
    loaded,
    busy,
    refusal,
    reload: () => {
      setLoaded({ kind: "loading" });
      void load();
    },
    // A key of its own for each wish: a repeat by the network is the same wish, another click is not.
    redeem: (rewardId, points) =>
      void wish(rewardId, "/api/redeem", {
        rewardId,
        ...(points === undefined ? {} : { points }),
        idempotencyKey: crypto.randomUUID(),
      }),
    cancel: (redemptionId) => void wish(redemptionId, "/api/cancel", { redemptionId }),
  };
}

/** The store makes a code in the seconds after it was asked for. */
function useLookUntilMade(loaded: Loaded, load: () => Promise<void>): void {
  const [looks, setLooks] = useState(0);
  const isBeingMade = loaded.kind === "there" && loaded.answer.member.hold?.state === "held";
  useEffect(() => {
    if (!isBeingMade) setLooks(0);
    if (!isBeingMade || looks >= MOST_LOOKS) return;
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      void load();
    }, LOOK_MS);
    return () => clearTimeout(timer);
  }, [isBeingMade, looks, load]);
}
