import { z } from "zod";

import { HOUR_MS, SECOND_MS } from "~/kit/duration";
import { wallNow } from "~/platform/clock.server";

import type { ShopifyCredentials } from "../credentials";
import { shopFetch } from "../shop-fetch.server";
import type { RenewedTokens } from "./repository.server";

/** Shorter than the lease under which it runs, so that two requests of one shop never overlap. */
export const REFRESH_TIMEOUT_MS = 10 * SECOND_MS;
/** What an access token lives when the answer does not say. */
const USUAL_LIFETIME_SECONDS = HOUR_MS / SECOND_MS;

const AnswerSchema = z.object({
  access_token: z.string().min(1),
  scope: z.string().nullish(),
  expires_in: z.number().positive().nullish(),
  refresh_token: z.string().min(1).nullish(),
  refresh_token_expires_in: z.number().positive().nullish(),
});

export type RefreshOutcome =
  | { kind: "renewed"; tokens: RenewedTokens }
  /** The refresh token is spent or revoked, or the shop has no such app any more. */
  | { kind: "refused"; error: string }
  | { kind: "unavailable"; error: string };

/** Asks Shopify for the next pair of tokens. One request; the refresh token is spent when it succeeds. */
export async function requestRefresh(
  credentials: ShopifyCredentials,
  { shopDomain, refreshToken }: { shopDomain: string; refreshToken: string },
): Promise<RefreshOutcome> {
  try {
    const response = await shopFetch(`https://${shopDomain}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        client_id: credentials.apiKey,
        client_secret: credentials.apiSecret,
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      }),
      signal: AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    });
    const text = await response.text();
    return response.ok ? readTokens(text) : readRefusal(response.status, text);
  } catch (error) {
    return { kind: "unavailable", error: error instanceof Error ? error.message : String(error) };
  }
}

function readTokens(text: string): RefreshOutcome {
  const answer = AnswerSchema.safeParse(parseJson(text));
  if (!answer.success)
    return { kind: "unavailable", error: "the answer of the refresh grant is not readable" };
  const { data } = answer;
  return {
    kind: "renewed",
    tokens: {
      accessToken: data.access_token,
      scope: data.scope ?? null,
      expires: inSeconds(data.expires_in ?? USUAL_LIFETIME_SECONDS),
      refreshToken: data.refresh_token ?? null,
      refreshTokenExpires: data.refresh_token_expires_in ? inSeconds(data.refresh_token_expires_in) : null,
    },
  };
}

/** A wrong client secret is 401 with `invalid_client`: our mistake, not the shop's, so nobody is forgotten for it. */
function readRefusal(status: number, text: string): RefreshOutcome {
  const body = z.object({ error: z.string() }).safeParse(parseJson(text));
  const code = body.success ? body.data.error : "";
  const error = `the refresh grant was answered with ${status} ${code}`.trim();
  const isOurMistake = code === "invalid_client" || code === "application_cannot_be_found";
  const isRefused = [400, 401, 403, 404].includes(status) && !isOurMistake;
  return { kind: isRefused ? "refused" : "unavailable", error };
}

function inSeconds(seconds: number): Date {
  return new Date(wallNow().getTime() + seconds * SECOND_MS);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
