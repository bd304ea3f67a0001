import type { FlowAction, FlowProblem } from "~/engine/flows/contribution";
import { needsConsent } from "~/engine/messaging/schema";
import { findTemplateStanding } from "~/engine/messaging/templates/standing.server";

import type { ACTION_SETTINGS } from "../schema";
import type { z } from "zod";

type Settings = z.infer<(typeof ACTION_SETTINGS)["messages.send"]>;

/**
 * What speaks against sending a template: it is not there, was never published, is made for another channel, or is
 * marketing under a topic that asks for no consent.
 */
export const findMessageProblems: NonNullable<FlowAction<Settings>["findProblems"]> = async (
  db,
  { shopId, settings, stepId },
) => {
  const { templateKey, channel, topic } = settings;
  const template = await findTemplateStanding(db, { shopId, key: templateKey });
  const problem = (field: string, code: string): FlowProblem => ({
    place: `steps.${stepId}.settings.${field}`,
    code,
    params: { template: template?.name ?? templateKey },
  });
  if (!template) return [problem("templateKey", "template-missing")];
  return [
    ...(template.isPublished ? [] : [problem("templateKey", "template-unpublished")]),
    ...(template.kind === channel ? [] : [problem("channel", "template-other-channel")]),
    ...(needsConsent(template.topic) && !needsConsent(topic)
      ? [problem("topic", "topic-needs-consent")]
      : []),
  ];
};
