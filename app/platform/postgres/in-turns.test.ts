import type pg from "pg";
import { expect, test } from "vitest";

import { inTurns } from "./in-turns.server";

/** A connection that answers when it is told to, and refuses a second question before that as pg will. */
function connection() {
  const sent: string[] = [];
  let answer: ((error?: Error) => void) | null = null;
  const query = ({ text }: pg.QueryConfig) =>
    new Promise((resolve, reject) => {
      if (answer) throw new Error("asked while it is at work");
      sent.push(text);
      answer = (error) => {
        answer = null;
        if (error) reject(error);
        else resolve(text);
      };
    });
  const settle = async (error?: Error) => {
    answer?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask: inTurns({ query } as unknown as pg.PoolClient), sent, settle };
}

test("what is asked at once is answered one by one, in its order", async () => {
  const { ask, sent, settle } = connection();
  const answers = Promise.all(["a", "b", "c"].map((text) => ask({ text })));
  expect(sent).toEqual(["a"]);
  await settle();
  expect(sent).toEqual(["a", "b"]);
  await settle();
  await settle();
  expect(await answers).toEqual(["a", "b", "c"]);
});

test("what waits behind a statement that fails is not sent, what is asked later is", async () => {
  const { ask, sent, settle } = connection();
  const answers = Promise.allSettled(["a", "b", "c"].map((text) => ask({ text })));
  await settle(new Error("no space"));
  expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  const later = ask({ text: "ROLLBACK" });
  await settle();
  expect(await later).toBe("ROLLBACK");
  expect(sent).toEqual(["a", "ROLLBACK"]);
});
