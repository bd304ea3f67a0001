import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { parseTaskAction, type TaskAnswer } from "~/features/tasks/asked/schema";
import { presentTasksPage } from "~/features/tasks/list/presenter.server";
import { TaskQuerySchema } from "~/features/tasks/schema";
import { answerTaskAction } from "~/features/tasks/service.server";
import { TasksPage } from "~/features/tasks/ui/TasksPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, staffId, now } = context;
  await recordAccess(context, "tasks");
  const query = TaskQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentTasksPage(db, { shopId, zone: shop.ianaTimezone, staffId, query, now });
}

/** Also asked by the cards of a customer's page. */
export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, shop, staffId, now } = await requireShop(request);
  const parsed = parseTaskAction(Object.fromEntries(await request.formData()));
  if (!parsed.ok) return data<TaskAnswer>({ outcome: "invalid", problems: parsed.problems }, { status: 422 });
  const zone = shop.ianaTimezone;
  const answer = await answerTaskAction(db, { shopId, zone, staffId, asked: parsed.action, now });
  return data<TaskAnswer>(answer, { status: STATUS[answer.outcome] });
}

const STATUS = {
  created: 200,
  changed: 200,
  done: 200,
  dropped: 200,
  reopened: 200,
  noted: 200,
  "note-deleted": 200,
  invalid: 422,
  overtaken: 409,
  "not-possible": 409,
} as const;

export default function TasksRoute() {
  const navigate = useNavigate();
  return (
    <TasksPage
      data={useLoaderData<typeof loader>()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
