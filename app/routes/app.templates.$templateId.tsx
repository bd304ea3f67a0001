import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentEditor } from "~/engine/messaging/templates/presenter.server";
import {
  type EditorAction,
  EditorActionSchema,
  type EditorAnswer,
} from "~/engine/messaging/templates/screens/schema";
import { publishTemplate, restoreTemplate, saveTemplate } from "~/engine/messaging/templates/service.server";
import { requestTest } from "~/engine/messaging/templates/test-send/service.server";
import { TemplateEditorPage } from "~/engine/messaging/templates/ui/TemplateEditorPage";
import { useEditorActions } from "~/engine/messaging/templates/ui/use-editor-actions";
import type { RootDb } from "~/platform/db.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { db, shopId, locale } = await requireShop(request);
  const editor = await presentEditor(db, { shopId, ref: params.templateId ?? "", locale });
  if (!editor) throw new Response(null, { status: 404 });
  return editor;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const asked = EditorActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<EditorAnswer>({ outcome: "invalid" }, { status: 422 });
  const scope = { shopId, ref: params.templateId ?? "", locale, now };
  const answer = await answerTo(db, { ...scope, asked: asked.data });
  return data<EditorAnswer>(answer, { status: answer.outcome === "missing" ? 404 : 200 });
}

type Scope = Pick<Awaited<ReturnType<typeof requireShop>>, "shopId" | "locale" | "now"> & { ref: string };

function answerTo(db: RootDb, { asked, ...scope }: Scope & { asked: EditorAction }): Promise<EditorAnswer> {
  switch (asked.kind) {
    case "save":
      return saveTemplate(db, { ...scope, ...asked });
    case "publish":
      return publishTemplate(db, { ...scope, ...asked });
    case "restore":
      return restoreTemplate(db, { ...scope, ...asked });
    case "test":
      return requestTest(db, { ...scope, ...asked });
  }
}

export default function TemplateEditorRoute() {
  return <TemplateEditorPage data={useLoaderData<typeof loader>()} actions={useEditorActions()} />;
}
