import type { ActionFunctionArgs } from "@remix-run/node";

import { type BeginAnswer, BeginSchema } from "~/features/history-import/schema";
import { startUpload } from "~/features/history-import/service.server";
import { admitVisit, tooManyRequests } from "~/platform/rate-limit.server";
import { requireShop } from "~/shops/require-shop.server";

const STATUS = { begun: 201, "empty-file": 422, "too-large": 413, invalid: 422 } as const;

/** A file is about to come. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { db, shopId, now } = await requireShop(request);
  const admission = await admitVisit(db, { upload: shopId });
  if (admission.outcome === "limited") return tooManyRequests(admission);
  const parsed = BeginSchema.safeParse(await request.json().catch(() => null));
  const answer: BeginAnswer = parsed.success
    ? await startUpload(db, { shopId, ...parsed.data, now })
    : { outcome: "invalid" };
  return Response.json(answer, { status: STATUS[answer.outcome] });
}
