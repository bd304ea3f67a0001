import { describe, expect, test } from "vitest";

import type { PartAnswer } from "../schema";
import { sendFile, type Sending } from "./send-file";

const FILE = new File(["0123456789"], "orders_export.csv");
const BEGUN = { outcome: "begun", importId: "i1", partBytes: 4 } as const;

/** The far side: what it got, and what it answers; a thrown answer is a broken connection. */
function farSide(answers: (PartAnswer | "broken")[] = []) {
  const parts: string[] = [];
  const progress: number[] = [];
  const waits: number[] = [];
  const sending: Sending = {
    begin: () => Promise.resolve(BEGUN),
    sendPart: async (part, { position }) => {
      const answer = answers.shift() ?? { outcome: "stored", isComplete: false };
      if (answer === "broken") throw new TypeError("Failed to fetch");
      parts.push(`${position}:${await part.text()}`);
      return answer;
    },
    onProgress: (percent) => progress.push(percent),
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  return { sending, parts, progress, waits };
}

describe("a file", () => {
  test("is sent in parts, one after another, with its progress", async () => {
    const { sending, parts, progress } = farSide();
    expect(await sendFile(FILE, sending)).toBeNull();
    expect(parts).toEqual(["0:0123", "1:4567", "2:89"]);
    expect(progress).toEqual([33, 66, 100]);
  });

  test("is sent on where the connection broke, with growing pauses", async () => {
    const { sending, parts, waits } = farSide([{ outcome: "stored", isComplete: false }, "broken", "broken"]);
    expect(await sendFile(FILE, sending)).toBeNull();
    expect(parts).toEqual(["0:0123", "1:4567", "2:89"]);
    expect(waits).toEqual([500, 1_000]);
  });

  test("is given up when the connection does not come back", async () => {
    const { sending, waits } = farSide(Array.from({ length: 6 }, () => "broken" as const));
    expect(await sendFile(FILE, sending)).toEqual({ code: "connection", params: {} });
    expect(waits).toHaveLength(5);
  });

  test("whose last answer got lost is there all the same", async () => {
    const stored = { outcome: "stored", isComplete: false } as const;
    const { sending } = farSide([stored, stored, { outcome: "closed" }]);
    expect(await sendFile(FILE, sending)).toBeNull();
  });

  test.each([
    [{ outcome: "closed" } as const, "cancelled"],
    [{ outcome: "wrong-size", expected: 4 } as const, "refused"],
    [{ outcome: "not-found" } as const, "refused"],
  ])("is no further sent when the far side says %j", async (answer, code) => {
    const { sending, parts } = farSide([answer]);
    expect(await sendFile(FILE, sending)).toMatchObject({ code });
    expect(parts).toHaveLength(1);
  });

  test.each([
    [{ outcome: "empty-file" } as const, { code: "empty-file", params: {} }],
    [
      { outcome: "too-large", fileBytes: 9, maxBytes: 5 } as const,
      { code: "too-large", params: { fileBytes: 9, maxBytes: 5 } },
    ],
    [{ outcome: "invalid" } as const, { code: "refused", params: {} }],
  ])("that may not come is not sent at all: %j", async (begun, failure) => {
    const { sending, parts } = farSide();
    expect(await sendFile(FILE, { ...sending, begin: () => Promise.resolve(begun) })).toEqual(failure);
    expect(parts).toEqual([]);
  });
});
