import { useEffect, useRef } from "react";

/** Does something about each answer of the server, once. */
export function useTold<Answer>(answer: Answer | undefined, tell: (answer: Answer) => void): void {
  const told = useRef<Answer>();
  useEffect(() => {
    if (answer === undefined || told.current === answer) return;
    told.current = answer;
    tell(answer);
  });
}
