import { lookup as lookUp, type LookupAddress } from "node:dns";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";

import { SECOND_MS } from "~/kit/duration";

import { faultOfUrl, isPublicAddress } from "./address";
import { signatureOf } from "./signature.server";
import type { OutgoingWebhook, WebhookOutcome, WebhookTransport } from "./transport";

export type WebhookOptions = {
  /** While developing: http and hosts of this machine may be called. */
  allowsLocal?: boolean;
  timeoutMs?: number;
  /** How names become addresses. */
  resolve?: typeof lookUp;
};

class ClosedAddress extends Error {}

/**
 * Signed calls to systems of merchants.
 *
 * The merchant names the address, so it is not trusted: only public hosts are called, judged by the address the
 * connection is really made to, so that a name cannot lead elsewhere at the second look-up. Redirects are not followed.
 */
export function createWebhookTransport({
  allowsLocal = false,
  timeoutMs = 10 * SECOND_MS,
  resolve = lookUp,
}: WebhookOptions = {}): WebhookTransport {
  const lookup = allowsLocal ? (resolve as LookupFunction) : publicOnly(resolve);
  return {
    async post(call) {
      const fault = faultOfUrl(call.url, { allowsLocal });
      if (fault) return { kind: "refused", error: `the webhook's address ${fault}` };
      try {
        return outcomeOf(await send(call, { lookup, timeoutMs }), call.sentAt);
      } catch (error) {
        const { message } = error instanceof Error ? error : { message: String(error) };
        return error instanceof ClosedAddress
          ? { kind: "refused", error: message }
          : { kind: "deferred", error: `the webhook did not answer: ${message}` };
      }
    },
  };
}

/** Every address a name has must be public: which of them is taken is not ours to say. */
function publicOnly(resolve: typeof lookUp): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const isClosed = !error && addresses.some(({ address }) => !isPublicAddress(address));
      if (error || isClosed)
        return done(error ?? new ClosedAddress(`the webhook's address leads into a private network`), []);
      const [first] = addresses;
      if (options.all) return done(null, addresses);
      return done(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}

type Line = { lookup: LookupFunction; timeoutMs: number };

function send(
  { url, body, idempotencyKey, secret, sentAt }: OutgoingWebhook,
  line: Line,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.startsWith("https:") ? httpsRequest : httpRequest;
  const call = request(
    url,
    {
      method: "POST",
      agent: false,
      lookup: line.lookup,
      signal: AbortSignal.timeout(line.timeoutMs),
      headers: {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "User-Agent": "Perennial",
        "Idempotency-Key": idempotencyKey,
        "X-Perennial-Signature": signatureOf({ secret, body, sentAt }),
      },
    },
    (response) => {
      // What it says beyond its status is of no use here, and could be endless.
      response.destroy();
      resolve(response);
    },
  );
  call.on("error", reject);
  call.end(body);
  return promise;
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage, sentAt: Date): WebhookOutcome {
  if (status >= 200 && status < 300) return { kind: "accepted", status };
  const error = `the webhook answered ${status}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(headers["retry-after"] ?? Number.NaN);
    const notBefore = Number.isFinite(seconds)
      ? { notBefore: new Date(sentAt.getTime() + seconds * SECOND_MS) }
      : {};
    return { kind: "deferred", error, ...notBefore };
  }
  return { kind: "refused", error };
}
