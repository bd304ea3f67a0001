import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentQuestionPage } from "~/features/surveys/form/presenter.server";
import { parseSurveyForm } from "~/features/surveys/form/schema";
import { saveSurvey } from "~/features/surveys/form/service.server";
import { QuestionPage } from "~/features/surveys/ui/QuestionPage";
import { type QuestionAnswer, useQuestionActions } from "~/features/surveys/ui/use-question";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale } = await requireShop(request);
  return presentQuestionPage(db, { shopId, locale });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const parsed = parseSurveyForm((await request.formData()).get("form"));
  if (!parsed.ok) return data<QuestionAnswer>({ outcome: "invalid", errors: parsed.errors }, { status: 422 });
  return data<QuestionAnswer>(await saveSurvey(db, { shopId, form: parsed.form, now }));
}

export default function QuestionRoute() {
  return <QuestionPage data={useLoaderData<typeof loader>()} actions={useQuestionActions()} />;
}
