import type { AppMetafield, CustomerMetafields } from "~/engine/customer-metafields/contribution";
import type { DecisionNames } from "~/engine/decisions/named-params.server";
import type { DecisionSubjects } from "~/engine/decisions/subjects.server";
import type { FactDefinition, FactFamily } from "~/engine/facts/fact";
import type { AnyAction, AnyTrigger, FlowRecipe } from "~/engine/flows/contribution";
import type { FlowGate } from "~/engine/flows/ports.server";
import type { BrowserWitness } from "~/engine/identity/browser-witness.server";
import type { Question } from "~/engine/messaging/answers/question";
import type { MailPurpose } from "~/engine/messaging/purpose";
import type { MarkWanted } from "~/engine/messaging/tracking/visitor-mark.server";
import type { SubjectVariables } from "~/engine/messaging/subject-variables";
import type { MovedTable } from "~/pipeline/events/moved-table";
import type { AnySubscriber } from "~/pipeline/events/subscriber";
import type { AnyJob, Schedule } from "~/pipeline/jobs/definition";
import type { AnyIntent } from "~/pipeline/outbox/definition";
import type { PrivacyHook } from "~/platform/privacy/hook";
import type { TopicHandlers } from "~/shops/topic";

/** What a feature or a part of the engine contributes. composition.server.ts collects these; nobody else reads them. */
export type FeatureRegistration = {
  /** The folder's name. */
  name: string;
  jobs?: readonly AnyJob[];
  subscribers?: readonly AnySubscriber[];
  schedules?: readonly Schedule[];
  intents?: readonly AnyIntent[];
  mailPurposes?: readonly MailPurpose[];
  /** What keys in its decisions' sentences are called. */
  decisionNames?: readonly DecisionNames[];
  /** What its decisions are about, beside people. */
  decisionSubjects?: readonly DecisionSubjects[];
  /** What templates may say of its subjects. */
  subjectVariables?: readonly SubjectVariables[];
  /** What its mails ask their readers. */
  questions?: readonly Question[];
  /** What it knows about customers. */
  facts?: readonly FactDefinition[];
  /** What single shops know about theirs. */
  factFamilies?: readonly FactFamily[];
  flowTriggers?: readonly AnyTrigger[];
  flowActions?: readonly AnyAction[];
  flowRecipes?: readonly FlowRecipe[];
  /** Who is left out of flows on purpose; at most one feature says so. */
  flowGate?: FlowGate;
  /** Which addresses tell by which mail somebody came; at most one feature says so. */
  markWanted?: MarkWanted;
  /** What the store may tell a customer who is signed in, and everybody of the programme. */
  customerMetafields?: readonly CustomerMetafields[];
  appMetafields?: readonly AppMetafield[];
  /** Which orders were placed in whose browser; at most one feature knows. */
  browserWitness?: BrowserWitness;
  /** Its tables with a customer: what a merge of customers gives to the kept one. */
  movedTables?: readonly MovedTable[];
  /** Deliveries that are no projections. */
  topics?: TopicHandlers;
  /** Its tables with people's data: what is told of, and taken from them when a person asks. */
  privacyHooks?: readonly PrivacyHook[];
};
