import { useFetcher, useNavigate } from "@remix-run/react";

import type { GalleryAnswer } from "../flow-screens/schema";
import { useTold } from "./use-told";

export type GalleryActions = {
  isBusy: boolean;
  /** An empty key: begin with nothing. @param isCopy One beside those there are is meant. */
  onUse: (recipeKey: string, isCopy?: boolean) => void;
};

/** What the gallery can ask of the server. A draft that was made is opened. */
export function useGalleryActions(): GalleryActions {
  const beginning = useFetcher<GalleryAnswer>();
  const navigate = useNavigate();
  const { submit } = beginning;
  useTold(beginning.state === "idle" ? beginning.data : undefined, (answer) => {
    if (answer.outcome === "taken") return { text: "toast.taken", isError: true };
    if (answer.outcome !== "created") return { text: "toast.not-made", isError: true };
    navigate(`/app/flows/${answer.flowId}`);
    return null;
  });
  return {
    isBusy: beginning.state !== "idle",
    onUse: (recipeKey, isCopy = false) =>
      submit({ recipeKey, isCopy: String(isCopy) }, { method: "post", action: "/app/flows/new" }),
  };
}
