import { randomUUID } from "node:crypto";

import { Kind, type OperationDefinitionNode } from "graphql";

import type { Store } from "../state/store";
import { grantedScopes } from "./access";
import { API_VERSION } from "./admin-schema";
import type { WireError } from "./api-error";
import { authenticate } from "./authenticate";
import { bucketOf, MAX_QUERY_COST } from "./bucket";
import type { GraphqlContext, GraphqlOptions } from "./context";
import { actualCost, type CostRequest, requestedCost } from "./cost";
import { type PreparedDocument, prepareDocument } from "./document/prepare";
import { variableErrors } from "./document/variables";
import { executeDocument } from "./execute";
import { takeFault } from "./faults";

export type GraphqlRequest = {
  /** Parsed JSON: `{ query, variables, operationName }`. */
  body: unknown;
  /** Header X-Shopify-Access-Token. */
  accessToken: string | null;
  /** As asked for in the address; the answer is always 2026-10. */
  version: string;
};

export type GraphqlResponse = { status: number; headers: Record<string, string>; body: unknown };

const INVALID_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)";
const RATE_LIMITS = "https://shopify.dev/api/usage/rate-limits";

/**
 * Answers `POST /admin/api/{version}/graphql.json` as Shopify does: 401 without a good token, otherwise 200 with
 * data, errors and costs in the body. Ordered faults (`throttleNext`, `failNext`) come before anything is read.
 */
export function handleGraphql(
  store: Store,
  request: GraphqlRequest,
  options: GraphqlOptions,
): GraphqlResponse {
  const requestId = randomUUID();
  const answer = (status: number, body: unknown): GraphqlResponse => ({
    status,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "X-Request-Id": requestId,
      "X-Shopify-API-Version": API_VERSION,
    },
    body,
  });
  const wall = options.wall ?? Date.now;
  const access = authenticate(store, request.accessToken, wall());
  if (access.kind === "refused") return answer(401, { errors: INVALID_TOKEN });
  const fault = takeFault(store);
  if (fault.kind === "fail") return answer(fault.status, { errors: "Service unavailable" });
  const parsed = readBody(request.body);
  if (!parsed) return answer(400, { errors: { query: "Required parameter missing or invalid" } });
  const ready = chooseOperation(parsed);
  if (ready.kind === "refused") return answer(200, { errors: ready.errors });

  const scopes = grantedScopes(access.scopes);
  const context = { store, ...options, wall, scopes, notices: [], bulk: null };
  return answer(200, run(ready, context, { requestId, throttled: fault.kind === "throttle" }));
}

type Body = { query: string; variables: Record<string, unknown>; operationName: string | null };

function readBody(body: unknown): Body | null {
  if (typeof body !== "object" || body === null) return null;
  const { query, variables, operationName } = body as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "") return null;
  const values = typeof variables === "object" && variables !== null ? variables : {};
  return {
    query,
    variables: values as Record<string, unknown>,
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : null,
  };
}

type ReadyRequest = CostRequest & { kind: "ready"; document: PreparedDocument["document"] };

function chooseOperation(body: Body): ReadyRequest | { kind: "refused"; errors: WireError[] } {
  const preparation = prepareDocument(body.query);
  if (preparation.kind === "refused") return preparation;
  const { document, operations, fragments } = preparation.prepared;
  const operation = findOperation(operations, body.operationName);
  if (!operation) {
    const message = body.operationName
      ? `No operation named "${body.operationName}"`
      : "An operation name is required";
    return { kind: "refused", errors: [{ message }] };
  }
  const errors = variableErrors(operation, body.variables);
  if (errors.length > 0) return { kind: "refused", errors };
  const defaults = defaultValues(operation);
  return { kind: "ready", document, operation, fragments, variables: { ...defaults, ...body.variables } };
}

function findOperation(
  operations: readonly OperationDefinitionNode[],
  name: string | null,
): OperationDefinitionNode | null {
  if (name !== null) return operations.find((operation) => operation.name?.value === name) ?? null;
  return operations.length === 1 ? (operations[0] ?? null) : null;
}

/** Defaults that matter for the cost; execution reads all of them itself. */
function defaultValues(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

function run(
  request: ReadyRequest,
  context: GraphqlContext,
  { requestId, throttled }: { requestId: string; throttled: boolean },
): unknown {
  const nowMs = context.wall();
  const bucket = bucketOf(context.store, nowMs);
  const requestedQueryCost = requestedCost(request);
  if (requestedQueryCost > MAX_QUERY_COST) return { errors: [maxCostExceeded(requestedQueryCost)] };
  if (!bucket.admits(requestedQueryCost, nowMs) || throttled) {
    const extensions = { code: "THROTTLED", documentation: RATE_LIMITS };
    const status = bucket.status();
    const currentlyAvailable = Math.min(status.currentlyAvailable, requestedQueryCost - 1);
    const throttleStatus = { ...status, currentlyAvailable };
    const cost = { requestedQueryCost, actualQueryCost: null, throttleStatus };
    return { errors: [{ message: "Throttled", extensions }], extensions: { cost } };
  }
  const { data, errors } = executeDocument(request, context, requestId);
  const actualQueryCost = actualCost(request, data);
  bucket.charge(actualQueryCost);
  const search = context.notices.filter(({ warnings }) => warnings.length > 0);
  return {
    ...(errors && { errors }),
    data,
    extensions: {
      cost: { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() },
      ...(search.length > 0 && { search }),
    },
  };
}

function maxCostExceeded(cost: number): WireError {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`,
    extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: MAX_QUERY_COST, documentation: RATE_LIMITS },
  };
}
