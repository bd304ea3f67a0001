import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";

import { presentBuilder } from "~/features/automations/flow-screens/builder/presenter.server";
import { answerBuilder } from "~/features/automations/flow-screens/builder/service.server";
import { BuilderActionSchema, type BuilderAnswer } from "~/features/automations/flow-screens/schema";
import { BuilderPage } from "~/features/automations/ui/builder/BuilderPage";
import { useBuilderActions } from "~/features/automations/ui/builder/use-builder-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const builder = await presentBuilder(db, { shopId, flowId: params.flowId ?? "", locale, now });
  if (!builder) throw new Response(null, { status: 404 });
  return builder;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = BuilderActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<BuilderAnswer>({ outcome: "unreadable" }, { status: 422 });
  const answer = await answerBuilder(db, { shopId, flowId: params.flowId ?? "", now, asked: asked.data });
  return data<BuilderAnswer>(answer, { status: STATUS[answer.outcome] });
}

/** A flow with problems is what drafts are for: it is no mistake of the request. */
const STATUS: Readonly<Record<BuilderAnswer["outcome"], number>> = {
  checked: 200,
  saved: 200,
  published: 200,
  invalid: 422,
  refused: 409,
  overtaken: 409,
  "not-found": 404,
  unreadable: 422,
};

/** Asking what is wrong changes nothing: what the page shows stays right. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formData, defaultShouldRevalidate }) =>
  formData?.get("kind") === "check" ? false : defaultShouldRevalidate;

export default function BuilderRoute() {
  const builder = useLoaderData<typeof loader>();
  // Another flow is another history of changes.
  return <BuilderPage key={builder.flowId} data={builder} actions={useBuilderActions(builder)} />;
}
