import type { ActionFunctionArgs } from "@remix-run/node";

import { type PartAnswer, PartSchema } from "~/features/history-import/schema";
import { receivePart } from "~/features/history-import/service.server";
import { admitVisit, tooManyRequests } from "~/platform/rate-limit.server";
import { requireShop } from "~/shops/require-shop.server";

const STATUS = {
  stored: 200,
  "not-found": 404,
  closed: 409,
  "wrong-size": 422,
  "too-long": 413,
  invalid: 422,
} as const;

/** A part of a file: the body is its bytes. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { db, shopId, now } = await requireShop(request);
  const admission = await admitVisit(db, { upload: shopId });
  if (admission.outcome === "limited") return tooManyRequests(admission);
  const parsed = PartSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const answer: PartAnswer = parsed.success
    ? await receivePart(db, { shopId, ...parsed.data, body: request.body, now })
    : { outcome: "invalid" };
  return Response.json(answer, { status: STATUS[answer.outcome] });
}
