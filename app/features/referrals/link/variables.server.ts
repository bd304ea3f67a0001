import type { SubjectVariables } from "~/engine/messaging/subject-variables";

import { presentAdvocate } from "./view.server";

/** What a template may say of the programme to the person whose link a step had made. */
export const referralVariables: SubjectVariables = {
  subjectKind: "referral",
  variablesOf: async (db, { shopId, subjectId: customerId, locale }) => {
    const view = await presentAdvocate(db, { shopId, customerId, locale });
    if (!view || view.state === "off") return {};
    return {
      referral: {
        url: view.pageUrl,
        share_url: view.shareUrl ?? view.pageUrl,
        code: view.code ?? "",
        friend_gets: view.friendGets,
        you_get: view.advocateGets,
      },
    };
  },
};
