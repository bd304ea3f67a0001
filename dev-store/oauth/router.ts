import { timingSafeEqual } from "node:crypto";

import express, { type Router } from "express";
import { z } from "zod";

import type { DevStoreContext } from "../context";

import { ensureInstalled } from "./installation";
import { checkSessionToken } from "./session-token";
import { issueOfflineToken, issueOnlineToken, migrateOfflineToken, refreshOfflineToken } from "./tokens";

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

const requestSchema = z.object({
  client_id: z.string().default(""),
  client_secret: z.string().default(""),
  grant_type: z.string().default(""),
  subject_token: z.string().default(""),
  subject_token_type: z.string().default(""),
  requested_token_type: z.string().default(OFFLINE),
  expiring: z.coerce.string().default("0"),
  refresh_token: z.string().default(""),
});

type TokenRequest = z.infer<typeof requestSchema>;
type OauthContext = Pick<DevStoreContext, "store" | "app">;
type Answer = { status: number; body: unknown };

const refuse = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
});

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function exchange({ store, app }: OauthContext, request: TokenRequest): Answer {
  if (request.subject_token_type === OFFLINE) {
    const pair = store.installation && migrateOfflineToken(store.installation, request.subject_token);
    if (!pair) return refuse(400, "invalid_subject_token", "The token is not a non-expiring offline token");
    return { status: 200, body: pair };
  }
  if (request.subject_token_type !== ID_TOKEN) {
    return refuse(400, "invalid_request", "The subject_token_type is not supported");
  }
  const check = checkSessionToken(request.subject_token, app, store.shop.domain);
  if (check.outcome === "invalid") return refuse(400, "invalid_subject_token", check.reason);
  const installation = ensureInstalled(store, app);
  switch (request.requested_token_type) {
    case OFFLINE:
      return { status: 200, body: issueOfflineToken(installation, { expiring: request.expiring === "1" }) };
    case ONLINE:
      return { status: 200, body: issueOnlineToken(installation, store.shop, Number(check.claims.sub)) };
    default:
      return refuse(400, "invalid_request", "The requested_token_type is not supported");
  }
}

function refresh({ store }: OauthContext, request: TokenRequest): Answer {
  const pair = store.installation && refreshOfflineToken(store.installation, request.refresh_token);
  if (!pair) return refuse(400, "invalid_grant", "The refresh token is invalid, expired or was revoked");
  return { status: 200, body: pair };
}

/** What Shopify answers to one request for a token. The app's own credentials are checked first. */
export function answerTokenRequest(ctx: OauthContext, form: unknown): Answer {
  const request = requestSchema.safeParse(form);
  if (!request.success) return refuse(400, "invalid_request", "The request is not readable");
  const { client_id: clientId, client_secret: clientSecret, grant_type: grantType } = request.data;
  if (clientId !== ctx.app.clientId) {
    return refuse(400, "application_cannot_be_found", "Could not find an application with this client_id");
  }
  if (!sameText(clientSecret, ctx.app.clientSecret)) {
    return refuse(401, "invalid_client", "The client secret is not the one of this application");
  }
  switch (grantType) {
    case TOKEN_EXCHANGE:
      return exchange(ctx, request.data);
    case "refresh_token":
      return refresh(ctx, request.data);
    default:
      return refuse(400, "unsupported_grant_type", `The grant_type "${grantType}" is not supported`);
  }
}

/** `POST /admin/oauth/access_token`, as JSON or as a form. */
export function oauthRouter(ctx: OauthContext): Router {
  const router = express.Router();
  router.post(
    "/admin/oauth/access_token",
    express.json(),
    express.urlencoded({ extended: false }),
    (request, response) => {
      const answer = answerTokenRequest(ctx, request.body);
      response.status(answer.status).json(answer.body);
    },
  );
  return router;
}
