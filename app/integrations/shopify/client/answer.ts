import { z } from "zod";

import { HOUR_MS, SECOND_MS } from "~/kit/duration";

/** What came over the wire. */
export type WireAnswer = {
  status: number;
  /** Value of Retry-After: seconds, possibly with decimals. */
  retryAfter: string | null;
  data: unknown;
  errors: unknown;
  extensions: unknown;
};

const CostSchema = z.object({
  requestedQueryCost: z.number(),
  actualQueryCost: z.number().nullish(),
  throttleStatus: z.object({
    maximumAvailable: z.number().positive(),
    currentlyAvailable: z.number(),
    restoreRate: z.number().positive(),
  }),
});
const ExtensionsSchema = z
  .object({
    cost: CostSchema.nullish().catch(null),
    search: z
      .array(z.object({ path: z.array(z.unknown()).nullish(), warnings: z.array(z.unknown()).nullish() }))
      .nullish()
      .catch(null),
  })
  .nullish()
  .catch(null);
const ErrorsSchema = z
  .array(
    z.object({
      message: z.string(),
      extensions: z
        .object({ code: z.string().nullish(), documentation: z.string().nullish() })
        .nullish()
        .catch(null),
    }),
  )
  .catch([]);

export type QueryCost = z.infer<typeof CostSchema>;

/** What an answer means for the caller. */
export type AnswerVerdict =
  | { kind: "data"; data: object }
  /** Not executed: the bucket was too empty. */
  | { kind: "throttled"; waitMs: number }
  | { kind: "unauthorized" }
  /** Their side is down or busy; `retryAfterMs` when they said. */
  | { kind: "broken"; error: string; retryAfterMs: number | null }
  /** The shop is frozen or its owner has not paid: a matter of days. */
  | { kind: "closed"; error: string; retryAfterMs: number }
  | { kind: "gone"; error: string }
  | { kind: "rejected"; error: string };

/** The cost of a document and the state of the bucket; null when the answer does not tell (errors of validation do not). */
export function readCost(answer: Pick<WireAnswer, "extensions">): QueryCost | null {
  return ExtensionsSchema.parse(answer.extensions)?.cost ?? null;
}

/**
 * Reads an answer of the Admin API.
 *
 * Every refusal but 4xx and 5xx is a 200. Ignored search terms are a refusal too: Shopify answers a mistyped filter
 * with all rows and only a warning (FACTS: `extensions.search`). Partial data beside an error is refused as a whole,
 * but for protected customer data: fields that the app is not approved for are null, with an error each, and the rest is
 * good.
 */
export function readAnswer(answer: WireAnswer): AnswerVerdict {
  if (answer.status !== 200) return readStatus(answer);
  const errors = ErrorsSchema.parse(answer.errors).filter((error) => !isRedaction(error, answer.data));
  const codes = errors.map((error) => error.extensions?.code ?? "");
  if (codes.includes("THROTTLED")) return { kind: "throttled", waitMs: throttleWaitMs(readCost(answer)) };
  const message = errors.map((error) => error.message).join("; ");
  if (codes.some((code) => code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT")) {
    return { kind: "broken", error: message, retryAfterMs: null };
  }
  if (errors.length > 0) return { kind: "rejected", error: message };
  const warnings = searchWarnings(answer.extensions);
  if (warnings.length > 0)
    return { kind: "rejected", error: `a search term was ignored: ${warnings.join("; ")}` };
  if (typeof answer.data !== "object" || answer.data === null) {
    return { kind: "broken", error: "the answer has neither data nor errors", retryAfterMs: null };
  }
  return { kind: "data", data: answer.data };
}

const PROTECTED_DATA = "protected-customer-data";

function isRedaction({ message, extensions }: z.infer<typeof ErrorsSchema>[number], data: unknown): boolean {
  const isProtected =
    message.includes(PROTECTED_DATA) || (extensions?.documentation?.includes(PROTECTED_DATA) ?? false);
  return isProtected && extensions?.code === "ACCESS_DENIED" && typeof data === "object" && data !== null;
}

function readStatus({ status, retryAfter }: WireAnswer): AnswerVerdict {
  const error = `the Admin API answered ${status}`;
  if (status === 401) return { kind: "unauthorized" };
  if (status === 402 || status === 423) return { kind: "closed", error, retryAfterMs: HOUR_MS };
  if (status === 404) return { kind: "gone", error };
  if (status === 429 || status >= 500)
    return { kind: "broken", error, retryAfterMs: retryAfterMs(retryAfter) };
  return { kind: "rejected", error };
}

/** (requested − available) / restoreRate, as Shopify documents it; a second when the answer does not tell. */
function throttleWaitMs(cost: QueryCost | null): number {
  if (!cost) return SECOND_MS;
  const { currentlyAvailable, restoreRate } = cost.throttleStatus;
  const missing = cost.requestedQueryCost - currentlyAvailable;
  return Math.max(50, Math.ceil((missing / restoreRate) * SECOND_MS));
}

function retryAfterMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number.parseFloat(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * SECOND_MS) : null;
}

function searchWarnings(extensions: unknown): string[] {
  const searches = ExtensionsSchema.parse(extensions)?.search ?? [];
  return searches.flatMap((search) => (search.warnings ?? []).map((warning) => JSON.stringify(warning)));
}
