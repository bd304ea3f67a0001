/**
 * The Admin API of one shop, for work that no library session is at hand for.
 *
 * One client per shop and process: it keeps the shop's bucket in mind and leaves a reserve to people who wait.
 * A call waits for points → is sent → is done, or waits again (throttled), is repeated (broken line, 5xx),
 * is repeated once with another token (401), or ends with what the caller must know. While the shop does not answer,
 * background work is sent away at once.
 */
import { setTimeout as sleep } from "node:timers/promises";

import { type DocumentNode, print } from "graphql";
import { ClientError, GraphQLClient } from "graphql-request";

import { assertNever } from "~/kit/decision";
import { SECOND_MS } from "~/kit/duration";
import { wallNow } from "~/platform/clock.server";
import { shopifyAnswers, shopifyPoints, shopifyWaits } from "~/platform/measures.server";

import type { ChangeOutcome } from "./admin";
import { type AnswerVerdict, readAnswer, readCost, type WireAnswer } from "./client/answer";
import { createBreaker } from "./client/breaker";
import { createThrottle, type Throttle } from "./client/throttle";
import { API_VERSION } from "./credentials";
import { shopFetch } from "./shop-fetch.server";
import type { TokenOutcome } from "./tokens/offline-token.server";
import type { TypedDocument } from "./typed-document";

const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;
const MAX_BREAKS = 3;
const FIRST_BACKOFF_MS = 250;
/** Waiting longer than this is the queue's business, not a call's. */
const PATIENCE_MS = { interactive: 5 * SECOND_MS, background: 10 * SECOND_MS } as const;

/** Whether somebody looks at the screen until the answer is there. */
export type CallPriority = keyof typeof PATIENCE_MS;

type Variables = Record<string, unknown>;

export type ShopClient = {
  /**
   * Sends a document. userErrors are the caller's to read.
   *
   * May send it more than once: mutations have to be safe to repeat. With `isSentOnce` a broken line ends the call:
   * what was sent may have been done, and the caller looks before it asks again.
   */
  call: <Data, Vars extends Variables>(
    document: TypedDocument<Data, Vars>,
    variables: Vars,
    options?: { priority?: CallPriority; isSentOnce?: boolean },
  ) => Promise<ChangeOutcome<Data>>;
};

export type ShopClientOptions = {
  shopDomain: string;
  /** A token that works; never the refused one. */
  getToken: (refusedToken: string | null) => Promise<TokenOutcome>;
  /** How to wait, and the milliseconds of the clock that shows it; others in tests. */
  pause?: (ms: number) => Promise<void>;
  wallMs?: () => number;
};

/** Makes the client of a shop; keep it as long as the process lives. */
export function createShopClient({
  shopDomain,
  getToken,
  pause = (ms) => sleep(ms),
  wallMs = () => wallNow().getTime(),
}: ShopClientOptions): ShopClient {
  const throttle = createThrottle(wallMs);
  const breaker = createBreaker(wallMs);
  const url = `https://${shopDomain}/admin/api/${API_VERSION}/graphql.json`;
  const client = new GraphQLClient(url, { errorPolicy: "all", fetch: shopFetch });
  return {
    call: async (document, variables, { priority = "background", isSentOnce = false } = {}) => {
      const waitMs = priority === "background" ? breaker.admit() : 0;
      if (waitMs > 0) return { kind: "unavailable", error: "the shop does not answer", retryAfterMs: waitMs };
      const state: CallState = { waitedMs: 0, breaks: 0, refusedToken: null, isUnanswered: false };
      try {
        const tools = {
          client,
          throttle,
          getToken,
          pause,
          priority,
          mostBreaks: isSentOnce ? 1 : MAX_BREAKS,
        };
        return await runCall(tools, state, { text: textOf(document), variables });
      } finally {
        breaker.note(!state.isUnanswered);
      }
    },
  };
}

const spentPoints = shopifyPoints.of();
const waitedSeconds = shopifyWaits.of();

type CallTools = Required<Pick<ShopClientOptions, "getToken" | "pause">> & {
  client: GraphQLClient;
  throttle: Throttle;
  priority: CallPriority;
  /** Broken lines after which the call ends. */
  mostBreaks: number;
};
type CallState = {
  waitedMs: number;
  breaks: number;
  refusedToken: string | null;
  /** Ended without an answer of the shop. */
  isUnanswered: boolean;
};

async function runCall<Data>(
  tools: CallTools,
  state: CallState,
  request: { text: string; variables: Variables },
): Promise<ChangeOutcome<Data>> {
  for (;;) {
    const admission = tools.throttle.admit(request.text, { isBackground: tools.priority === "background" });
    if (admission.kind === "wait") {
      if (!(await waitPatiently(tools, state, admission.waitMs))) return throttled(admission.waitMs);
      continue;
    }
    const token = await tools.getToken(state.refusedToken);
    if (token.kind !== "token") {
      admission.settle(null);
      state.isUnanswered = token.kind === "unavailable";
      return token;
    }
    const answer = await send(tools.client, { ...request, accessToken: token.accessToken });
    const cost = typeof answer === "string" ? null : readCost(answer);
    admission.settle(cost);
    const verdict: AnswerVerdict =
      typeof answer === "string" ? { kind: "broken", error: answer, retryAfterMs: null } : readAnswer(answer);
    shopifyAnswers.of(verdict.kind).add();
    // What was throttled was not executed.
    if (verdict.kind !== "throttled") spentPoints.add(cost?.actualQueryCost ?? 0);
    const outcome = await judge<Data>(tools, state, { verdict, accessToken: token.accessToken });
    if (outcome) return outcome;
  }
}

/** @returns null when the call is to be made again. */
async function judge<Data>(
  tools: CallTools,
  state: CallState,
  { verdict, accessToken }: { verdict: AnswerVerdict; accessToken: string },
): Promise<ChangeOutcome<Data> | null> {
  switch (verdict.kind) {
    case "data":
      return { kind: "done", result: verdict.data as Data };
    case "rejected":
      return verdict;
    case "gone":
      return { kind: "shop-gone", error: verdict.error };
    case "closed":
      return { ...verdict, kind: "unavailable" };
    case "throttled":
      return (await waitPatiently(tools, state, verdict.waitMs)) ? null : throttled(verdict.waitMs);
    case "unauthorized":
      if (state.refusedToken !== null)
        return { kind: "shop-gone", error: "the Admin API refuses our tokens" };
      state.refusedToken = accessToken;
      return null;
    case "broken":
      return giveAnotherChance(tools, state, verdict);
    default:
      return assertNever(verdict);
  }
}

/** After a broken line or an error of theirs. @returns null when the call is to be made again. */
async function giveAnotherChance(
  tools: CallTools,
  state: CallState,
  { error, retryAfterMs }: { error: string; retryAfterMs: number | null },
): Promise<ChangeOutcome<never> | null> {
  const backoffMs = retryAfterMs ?? FIRST_BACKOFF_MS * 4 ** state.breaks;
  state.breaks += 1;
  if (state.breaks < tools.mostBreaks && (await waitPatiently(tools, state, backoffMs))) return null;
  state.isUnanswered = true;
  return { kind: "unavailable", error, retryAfterMs: Math.max(backoffMs, 5 * SECOND_MS) };
}

/** Waits, unless the call has waited long enough. @returns whether it waited. */
async function waitPatiently(tools: CallTools, state: CallState, ms: number): Promise<boolean> {
  if (state.waitedMs + ms > PATIENCE_MS[tools.priority]) return false;
  state.waitedMs += ms;
  waitedSeconds.add(ms / SECOND_MS);
  await tools.pause(ms);
  return true;
}

function throttled(waitMs: number): ChangeOutcome<never> {
  return { kind: "unavailable", error: "throttled", retryAfterMs: waitMs };
}

/** One request. @returns the answer, or in words why there is none. Errors are not passed on whole: they quote variables. */
async function send(
  client: GraphQLClient,
  { text, variables, accessToken }: { text: string; variables: Variables; accessToken: string },
): Promise<WireAnswer | string> {
  const requestHeaders = { "X-Shopify-Access-Token": accessToken, "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const { status, headers, data, errors, extensions } = await client.rawRequest<unknown, Variables>({
      query: text,
      variables,
      requestHeaders,
      signal,
    });
    return { status, retryAfter: headers.get("Retry-After"), data, errors, extensions };
  } catch (error) {
    if (!(error instanceof ClientError))
      return error instanceof Error ? `${error.name}: ${error.message}` : "no answer";
    const { status, headers } = error.response;
    const retryAfter = headers instanceof Headers ? headers.get("Retry-After") : null;
    return { status, retryAfter, data: null, errors: null, extensions: null };
  }
}

const texts = new WeakMap<object, string>();

function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}
