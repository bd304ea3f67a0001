import { useEffect, useState } from "preact/hooks";

import type { OrderAnswer } from "../../shared/answers";
import type { Client } from "../../shared/client";
import { dayIn, pointsIn, type Words } from "../../shared/words";
import { numberOf, WAITS_MS } from "./order";

type Props = { orderId: string; client: Client; words: Words };

/**
 * What the order brought. Nothing where there is no programme, for whoever may not know, and when nobody answers: the
 * page is about the order.
 */
export function OrderPoints({ orderId, client, words }: Props) {
  const [answer, setAnswer] = useState<OrderAnswer | null>(null);
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const asked = await client.get<OrderAnswer>(`/api/order/${numberOf(orderId)}`);
      if (!isShown) return;
      setAnswer(asked.kind === "answered" ? asked.body : { state: "nothing" });
      setLooks((before) => before + 1);
    };
    const isLate = answer?.state === "on-its-way";
    const wait = looks === 0 ? 0 : WAITS_MS[looks - 1];
    const timer = (looks === 0 || isLate) && wait !== undefined ? setTimeout(() => void ask(), wait) : null;
    return () => {
      isShown = false;
      if (timer !== null) clearTimeout(timer);
    };
  }, [orderId, client, looks]);
  if (answer === null) return <s-skeleton-paragraph />;
  if (answer.state === "nothing") return null;
  return (
    <s-section heading={words.translate("heading")}>
      <s-stack gap="small-200">
        <s-text>{sentenceOf(answer, words)}</s-text>
        {answer.state === "pending" && answer.availableOn !== null && (
          <s-text color="subdued">
            {words.translate("availableOn", { day: dayIn(words, answer.availableOn) })}
          </s-text>
        )}
      </s-stack>
    </s-section>
  );
}

function sentenceOf(answer: Exclude<OrderAnswer, { state: "nothing" }>, words: Words): string {
  if (answer.state === "on-its-way") return words.translate("onItsWay");
  return words.translate(answer.state, { points: pointsIn(words, answer.points) });
}
