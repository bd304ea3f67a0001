import { useFetcher, useNavigate } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { CampaignChange, CampaignKind, ListAnswer } from "../schema";
import { useTold } from "./use-told";

export type ListActions = {
  isBusy: boolean;
  onCreate: (of: CampaignKind) => void;
  onCopy: (campaignId: string) => void;
  onChange: (kind: CampaignChange, campaignId: string) => void;
};

/** What can be asked of the server about campaigns, in the list and on the page of one. A new one is opened. */
export function useListActions(): ListActions {
  const { t } = useTranslation("campaigns");
  const toast = useToast();
  const navigate = useNavigate();
  const asking = useFetcher<ListAnswer>();
  const submit = (asked: Record<string, string>) =>
    asking.submit(asked, { method: "post", action: "/app/campaigns?index" });
  useTold(asking.state === "idle" ? asking.data : undefined, (answer) => {
    switch (answer.outcome) {
      case "created":
        return navigate(`/app/campaigns/${answer.campaignId}`);
      case "changed":
        if (answer.kind === "unschedule" || answer.kind === "discard") navigate("/app/campaigns");
        return toast(t(`change.${answer.kind}.done`));
      case "not-possible":
      case "invalid":
        return toast(t("toast.not-possible"), { isError: true });
    }
  });
  return {
    isBusy: asking.state !== "idle",
    onCreate: (of) => submit({ kind: "create", of }),
    onCopy: (campaignId) => submit({ kind: "copy", campaignId }),
    onChange: (kind, campaignId) => submit({ kind, campaignId }),
  };
}
