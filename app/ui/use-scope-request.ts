import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

/** How often, and how many times, it is looked whether the store's news of a grant has arrived. */
const LOOK_MS = 1_500;
const LOOKS = 8;

export type ScopeAnswer = "granted" | "declined" | "failed";

/**
 * Asks the merchant for more access, in the admin's own dialog. The page is read again until the grant is known here:
 * Shopify tells of it by a webhook.
 */
export function useScopeRequest(onAnswer: (answer: ScopeAnswer) => void): {
  isAsking: boolean;
  ask: (scopes: readonly string[]) => void;
} {
  const [isAsking, setAsking] = useState(false);
  const lookAgain = useLooks();
  const ask = async (scopes: readonly string[]) => {
    setAsking(true);
    try {
      const answer = await window.shopify?.scopes?.request([...scopes]);
      if (answer?.result === "granted-all") lookAgain();
      onAnswer(answer ? (answer.result === "granted-all" ? "granted" : "declined") : "failed");
    } catch {
      onAnswer("failed");
    } finally {
      setAsking(false);
    }
  };
  return { isAsking, ask: (scopes) => void ask(scopes) };
}

/** Reads the page again a few times, and stops with it. */
function useLooks(): () => void {
  const { revalidate } = useRevalidator();
  const timer = useRef<ReturnType<typeof setInterval>>();
  useEffect(() => () => clearInterval(timer.current), []);
  return () => {
    let left = LOOKS;
    clearInterval(timer.current);
    timer.current = setInterval(() => {
      revalidate();
      left -= 1;
      if (left === 0) clearInterval(timer.current);
    }, LOOK_MS);
  };
}
