import { useFetcher, useNavigate } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { CampaignProblem, ScheduleAnswer } from "../schema";
import { useTold } from "./use-told";

export type SendOffActions = {
  isBusy: boolean;
  /** Why it was not sent off just now. */
  problems: readonly CampaignProblem[];
  onSendOff: () => void;
};

/** Sends a campaign off; then its results are shown. */
export function useSendOff({ campaignId }: { campaignId: string }): SendOffActions {
  const { t } = useTranslation("campaigns");
  const toast = useToast();
  const navigate = useNavigate();
  const sending = useFetcher<ScheduleAnswer>();
  const answer = sending.state === "idle" ? sending.data : undefined;
  useTold(answer, ({ outcome }) => {
    if (outcome !== "scheduled") return toast(t(`toast.${outcome}`), { isError: true });
    toast(t("toast.scheduled"));
    navigate(`/app/campaigns/${campaignId}/results`);
  });
  return {
    isBusy: sending.state !== "idle",
    problems: answer?.outcome === "refused" ? answer.problems : [],
    onSendOff: () => sending.submit({}, { method: "post" }),
  };
}
