import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { ReviewAnswer } from "../review/service.server";
import { NOTE_LENGTH, type Review } from "../schema";

/** What the route answers to a decision. */
export type ReferralsAnswer = ReviewAnswer | { outcome: "invalid" };

export type ReferralsActions = { onReview: (review: Review) => void };

/** What the page can ask of the server. */
export function useReferralsActions(): ReferralsActions {
  const { t } = useTranslation("referrals");
  const toast = useToast();
  const fetcher = useFetcher<ReferralsAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<ReferralsAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isError = answer.outcome === "invalid" || answer.outcome === "not-in-review";
    toast(t(`review.${answer.outcome}`, NOTE_LENGTH), { isError });
  }, [answer, t, toast]);
  return { onReview: (review) => fetcher.submit(review, { method: "post" }) };
}
