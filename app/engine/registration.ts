import type { MailPurpose } from "~/engine/messaging/purpose";
import type { AnySubscriber } from "~/pipeline/events/subscriber";
import type { AnyJob, Schedule } from "~/pipeline/jobs/definition";
import type { AnyIntent } from "~/pipeline/outbox/definition";

/** What a feature or a part of the engine contributes. composition.server.ts collects these; nobody else reads them. */
export type FeatureRegistration = {
  /** The folder's name. */
  name: string;
  jobs?: readonly AnyJob[];
  subscribers?: readonly AnySubscriber[];
  schedules?: readonly Schedule[];
  intents?: readonly AnyIntent[];
  mailPurposes?: readonly MailPurpose[];
};
