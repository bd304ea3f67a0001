import type { Pool } from "pg";
import { describe, expect, it } from "vitest";

import { awaitServer } from "./await-server.server";

/** A pool whose server answers with these codes, one after another; null = an answer. */
function poolOfAnswers(...codes: (string | null)[]): { pool: Pool; asked: () => number } {
  let asked = 0;
  const query = () => {
    const code = codes[Math.min(asked, codes.length - 1)];
    asked += 1;
    return code === null
      ? Promise.resolve({})
      : Promise.reject(Object.assign(new Error(`refused: ${code}`), { code }));
  };
  return { pool: { query } as unknown as Pool, asked: () => asked };
}

describe("waiting for PostgreSQL", () => {
  it("goes on when the server takes connections", async () => {
    const { pool, asked } = poolOfAnswers("ECONNREFUSED", "57P03", null);
    await awaitServer(pool);
    expect(asked()).toBe(3);
  });

  it("does not wait for what waiting does not mend", async () => {
    const { pool, asked } = poolOfAnswers("28P01");
    await expect(awaitServer(pool)).rejects.toThrow("28P01");
    expect(asked()).toBe(1);
  });

  it("gives up in the end", async () => {
    const { pool } = poolOfAnswers("ECONNREFUSED");
    await expect(awaitServer(pool, 100)).rejects.toThrow("ECONNREFUSED");
  });
});
