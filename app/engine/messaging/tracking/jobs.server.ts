import { z } from "zod";

import { publishEvents } from "~/pipeline/events/publish.server";
import { defineJob } from "~/pipeline/jobs/definition";

import { findClickedMail, listClicksAround, saveJudgement } from "./repository.server";
import { HONEYPOT_MS, judgeClick } from "./rules/judge-click";

/**
 * Finds out whether a person followed a link, once everything that can speak against it has happened, and tells of it.
 *
 * Safe to repeat: a click is judged once, and told of once per mail and link.
 */
export const judgeClickJob = defineJob({
  name: "messaging.judge-click",
  schema: z.object({ shopId: z.string(), messageId: z.string(), clickId: z.string() }),
  maxAttempts: 8,
  priority: 120,
  isShort: true,
  async run({ shopId, messageId, clickId }, { tx, now }) {
    const { click, others } = await listClicksAround(tx, { shopId, messageId, clickId, spanMs: HONEYPOT_MS });
    const mail = await findClickedMail(tx, { shopId, messageId });
    if (!click || click.kind !== "unjudged" || !mail) return;
    const judgement = judgeClick(click, others, mail.sentAt);
    await saveJudgement(tx, { shopId, clickId, judgement });
    if (judgement.kind !== "person") return;
    const { customerId, purpose, subjectId } = mail;
    const { position, clickedAt } = click;
    const event = {
      type: "message.clicked",
      sourceKey: `message.clicked:${messageId}:${position}`,
      payload: { messageId, customerId, purpose, subjectId, position },
      customerId,
      subjectId: messageId,
      occurredAt: clickedAt,
    } as const;
    await publishEvents(tx, [event], { shopId, now });
  },
});
