import type { FeatureRegistration } from "~/engine/registration";

import { compareAfterBackfill, settleByStore } from "./consent/handlers.server";
import { updateEmailConsent, updateSmsConsent } from "./consent/intents.server";
import { compareConsent } from "./consent/jobs.server";
import { messageSubjects } from "./decided/presenter.server";
import { sendByWebhook, sendMessage, sendSms } from "./intents.server";
import { messagingPrivacy } from "./privacy.server";
import { birthdays } from "./preferences/repository.server";
import { judgeClickJob } from "./tracking/jobs.server";
import { postWebhook } from "./webhook/intents.server";

export const messagingRegistration: FeatureRegistration = {
  name: "messaging",
  facts: [
    {
      ...{ key: "customer.birthday", textNamespace: "messaging", type: "day", whenAbsent: null },
      ...{ isHistorical: false, rows: birthdays },
    },
  ],
  decisionSubjects: [messageSubjects],
  jobs: [compareConsent, judgeClickJob],
  subscribers: [settleByStore, compareAfterBackfill],
  intents: [sendMessage, sendSms, sendByWebhook, postWebhook, updateEmailConsent, updateSmsConsent],
  movedTables: [
    { model: "Message", key: ["id"] },
    { model: "MessagePreference", key: ["addressHash"] },
    { model: "MessageLink", key: ["messageId", "position"] },
    { model: "MessageClick", key: ["id"] },
    { model: "MessageAnswer", key: ["messageId"] },
    { model: "MessageOpen", key: ["messageId", "kind"] },
    { model: "MessageFeedback", key: ["id"] },
  ],
  privacyHooks: [messagingPrivacy],
};
