import { useFetcher, useNavigate } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { DesignChoice, TemplateKind } from "../schema";
import type { GalleryAnswer, Thumbnail } from "../screens/schema";

export type GalleryActions = {
  isBusy: boolean;
  /** By ref; null until they are there. */
  thumbnails: Readonly<Record<string, Thumbnail>> | null;
  onLoadThumbnails: () => void;
  onCreate: (created: { name: string; from: string; as: TemplateKind }) => void;
  onSaveDesign: (design: DesignChoice) => void;
};

/** What the gallery can ask of the server. A template that was made is opened. */
export function useGalleryActions(): GalleryActions {
  const { t } = useTranslation("templates");
  const toast = useToast();
  const navigate = useNavigate();
  const acting = useFetcher<GalleryAnswer>();
  const pictures = useFetcher<{ thumbnails: Record<string, Thumbnail> }>();
  const { submit } = acting;
  const { load } = pictures;
  const answer = acting.state === "idle" ? acting.data : undefined;
  const told = useRef<GalleryAnswer>();
  const onLoadThumbnails = useCallback(() => load("/app/templates/preview?of=thumbnails"), [load]);

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    if (answer.outcome === "created") navigate(`/app/templates/${answer.ref}`);
    else toast(t(`toast.${answer.outcome}`), { isError: answer.outcome !== "design-saved" });
    if (answer.outcome === "design-saved") onLoadThumbnails();
  }, [answer, navigate, onLoadThumbnails, t, toast]);

  return {
    isBusy: acting.state !== "idle",
    thumbnails: pictures.data?.thumbnails ?? null,
    onLoadThumbnails,
    onCreate: (created) => submit({ kind: "create", ...created }, { method: "post" }),
    onSaveDesign: (design) => submit({ kind: "design", design: JSON.stringify(design) }, { method: "post" }),
  };
}
