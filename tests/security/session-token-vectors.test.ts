/** Session tokens of other implementations' tests, where they lie beside the project. */
import { existsSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { decideBuyer, decideStaff } from "~/shops/extension/rules";
import { readSessionToken } from "~/shops/extension/session-token.server";

const FILE = "../shared/fixtures/hmac/vectors.json";
const VectorsSchema = z.object({
  session_token: z.array(
    z.object({
      name: z.string(),
      now: z.number(),
      api_key: z.string(),
      secret: z.string(),
      token: z.string(),
      expected: z.boolean(),
    }),
  ),
});
const vectors = existsSync(FILE)
  ? VectorsSchema.parse(JSON.parse(readFileSync(FILE, "utf8"))).session_token
  : [];

describe.skipIf(vectors.length === 0)("tokens of the admin, signed elsewhere", () => {
  test.each(vectors)("$name", ({ now, api_key, secret, token, expected }) => {
    const read = readSessionToken(token, secret);
    const ground = { clientId: api_key, nowSeconds: now };
    const claims = read.kind === "signed" ? read.claims : null;
    expect(read.kind === "signed" && decideStaff(claims, ground).kind === "staff").toBe(expected);
    // Whatever it is worth at the till: it is never a customer's.
    expect(decideBuyer(claims, ground).kind).toBe("refused");
  });

  test("are both taken and refused", () => {
    expect(new Set(vectors.map(({ expected }) => expected)).size).toBe(2);
  });
});
