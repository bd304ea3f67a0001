import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentFields } from "~/features/customer-fields/presenter.server";
import { FieldActionSchema, type FieldAnswer } from "~/features/customer-fields/schema";
import { answerFieldAction } from "~/features/customer-fields/service.server";
import { FieldsPage } from "~/features/customer-fields/ui/FieldsPage";
import { useFieldActions } from "~/features/customer-fields/ui/use-field-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId } = await requireShop(request);
  return presentFields(db, { shopId });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = FieldActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<FieldAnswer>({ outcome: "not-possible" }, { status: 422 });
  const answer = await answerFieldAction(db, { shopId, asked: asked.data, now });
  return data<FieldAnswer>(answer, { status: STATUS[answer.outcome] ?? 200 });
}

const STATUS: Partial<Record<FieldAnswer["outcome"], number>> = { invalid: 422, "not-possible": 409 };

export default function FieldsRoute() {
  return <FieldsPage data={useLoaderData<typeof loader>()} actions={useFieldActions()} />;
}
