import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { parseBatch, readBatchBody, receiveBatch } from "~/features/browsing/receive/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";

/** A browser asks whether it may send, from whatever store: nothing is answered that anybody could want. */
export function loader({ request }: LoaderFunctionArgs) {
  return request.method === "OPTIONS" ? answer(204) : answer(405, "Pixels send by POST.");
}

/** What web pixels tell. Nobody is signed in here; see app/features/browsing/README.md for what that means. */
export async function action({ request, context }: ActionFunctionArgs) {
  const db = getDb();
  const visitor = await admitVisit(db, { "pixel-visitor": visitorOf(context) });
  if (visitor.outcome === "limited") return readable(tooManyRequests(visitor));
  const body = await readBatchBody(request);
  if (body === null) return answer(413, "The body is larger than 16 kB.");
  const parsed = parseBatch(body);
  if (parsed.kind === "malformed") return answer(400, `Not what a pixel sends: ${parsed.error}.`);
  const { batch } = parsed;
  const shop = await admitVisit(db, { "pixel-shop": batch.account });
  if (shop.outcome === "limited") return readable(tooManyRequests(shop));
  const { outcome } = await receiveBatch(db, batch, {
    origin: request.headers.get("Origin"),
    userAgent: request.headers.get("User-Agent") ?? "",
    now: now(),
  });
  switch (outcome) {
    case "received":
      return answer(204);
    case "unknown-account":
      return answer(404, "No store has this account.");
    case "foreign-origin":
      return answer(403, "The request does not come from a page of the store.");
  }
}

function answer(status: number, text?: string): Response {
  const body = text === undefined ? null : `${text}\n`;
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  return readable(new Response(body, { status, headers }));
}

/** Any page may read the answer: it holds nothing, and no cookie goes with the request. */
function readable(response: Response): Response {
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Access-Control-Allow-Methods", "POST");
  response.headers.set("Access-Control-Allow-Headers", "Content-Type");
  response.headers.set("Access-Control-Max-Age", "86400");
  return response;
}
