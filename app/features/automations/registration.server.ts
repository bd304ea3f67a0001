import type { FeatureRegistration } from "~/engine/registration";

import { callWebhook } from "./actions/call-webhook.server";
import { giveIncentive } from "./actions/issue-incentive.server";
import { sendMessage } from "./actions/send-message.server";
import { startFlow } from "./actions/start-flow.server";
import { addTag, removeTag } from "./actions/tags.server";
import { flowGate } from "./gate.server";
import { setCustomerTag } from "./intents.server";
import { flowsPurpose } from "./messages/purpose.server";
import { automationsPrivacy } from "./privacy.server";
import { peopleByHand } from "./triggers/by-hand.server";
import { datesCustomer } from "./triggers/dates-customer.server";
import { eventsHappened } from "./triggers/events-happened.server";
import { scheduleRecurring } from "./triggers/schedule-recurring.server";
import { segmentsEntered, segmentsLeft } from "./triggers/segments.server";

export const automationsRegistration: FeatureRegistration = {
  name: "automations",
  flowTriggers: [
    eventsHappened,
    datesCustomer,
    segmentsEntered,
    segmentsLeft,
    scheduleRecurring,
    peopleByHand,
  ],
  flowActions: [sendMessage, giveIncentive, addTag, removeTag, callWebhook, startFlow],
  flowGate,
  intents: [setCustomerTag],
  mailPurposes: [flowsPurpose],
  movedTables: [{ model: "SegmentMember", key: ["flowId"] }],
  privacyHooks: [automationsPrivacy],
};
