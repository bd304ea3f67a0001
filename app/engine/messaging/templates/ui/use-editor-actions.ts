import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { Draft } from "../schema";
import type {
  EditorAnswer,
  FoundPerson,
  FoundProduct,
  PreviewAnswer,
  PreviewRequest,
} from "../screens/schema";

const PREVIEW = "/app/templates/preview";

export type EditorActions = {
  isBusy: boolean;
  preview: PreviewAnswer | null;
  isPreviewing: boolean;
  people: readonly FoundPerson[];
  products: readonly FoundProduct[];
  onSave: (draft: Draft, version: number) => void;
  onPublish: (version: number) => void;
  onRestore: (restored: number, version: number) => void;
  onTest: (test: { language: string; address: string; customerId: string | null }) => void;
  onPreview: (request: PreviewRequest) => void;
  onFindPeople: (search: string) => void;
  onFindProducts: (search: string) => void;
};

/** What the editor can ask of the server. */
export function useEditorActions(): EditorActions {
  const editing = useFetcher<EditorAnswer>();
  const previewing = useFetcher<PreviewAnswer>();
  const people = useFetcher<{ people: FoundPerson[] }>();
  const products = useFetcher<{ products: FoundProduct[] }>();
  const { submit } = editing;
  const { submit: submitPreview } = previewing;
  const { load: loadPeople } = people;
  const { load: loadProducts } = products;
  useTold(editing.state === "idle" ? editing.data : undefined);

  const act = useCallback((form: Record<string, string>) => submit(form, { method: "post" }), [submit]);
  return {
    isBusy: editing.state !== "idle",
    preview: previewing.data ?? null,
    isPreviewing: previewing.state !== "idle",
    people: people.data?.people ?? [],
    products: products.data?.products ?? [],
    onSave: (draft, version) => act({ kind: "save", draft: JSON.stringify(draft), version: String(version) }),
    onPublish: (version) => act({ kind: "publish", version: String(version) }),
    onRestore: (restored, version) =>
      act({ kind: "restore", restored: String(restored), version: String(version) }),
    onTest: ({ language, address, customerId }) =>
      act({ kind: "test", language, address, customerId: customerId ?? "" }),
    onPreview: useCallback(
      (request) => submitPreview({ request: JSON.stringify(request) }, { method: "post", action: PREVIEW }),
      [submitPreview],
    ),
    onFindPeople: useCallback((search) => loadPeople(addressOf("people", search)), [loadPeople]),
    onFindProducts: useCallback((search) => loadProducts(addressOf("products", search)), [loadProducts]),
  };
}

function addressOf(of: string, search: string): string {
  return `${PREVIEW}?${new URLSearchParams({ of, q: search }).toString()}`;
}

/** Says in a word what became of it. */
function useTold(answer: EditorAnswer | undefined): void {
  const { t } = useTranslation("templates");
  const toast = useToast();
  const told = useRef<EditorAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isGood = ["saved", "published", "test-sent"].includes(answer.outcome);
    toast(t(`toast.${answer.outcome}`, { ...answer }), { isError: !isGood });
  }, [answer, t, toast]);
}
