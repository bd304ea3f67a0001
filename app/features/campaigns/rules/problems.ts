import { needsConsent } from "~/engine/messaging/schema";
import { DAY_MS } from "~/kit/duration";

import { CAMPAIGN_LIMITS, type CampaignContent, type CampaignProblem, type Premiere } from "../schema";
import { premiereAt, readTime } from "./times";

type Moment = { zone: string; now: Date };

/**
 * What keeps a campaign from being sent, as far as it can be seen from what is written: what only the shop knows
 * (template, offer, whom it reaches) is looked at in `examine.server.ts`.
 */
export function findContentProblems(
  { name, content }: { name: string; content: CampaignContent },
  moment: Moment,
): CampaignProblem[] {
  const { topic, templateKey, own, premiere } = content;
  const found: (CampaignProblem | null)[] = [
    nameProblem(name),
    needsConsent(topic) ? null : { field: "topic", code: "topic-cannot-be-left", params: { topic } },
    own === null && templateKey === "" ? { field: "templateKey", code: "nothing-chosen" } : null,
    ...ownProblems(content),
    timeProblem(content, moment),
    ...(premiere ? premiereProblems(premiere, content, moment) : []),
  ];
  return found.filter((problem) => problem !== null);
}

function nameProblem(name: string): CampaignProblem | null {
  const { length } = name.trim();
  if (length === 0) return { field: "name", code: "blank" };
  const most = CAMPAIGN_LIMITS.nameLength;
  return length > most ? { field: "name", code: "too-long", params: { length, most } } : null;
}

/** What is lacking in a message that is written in the campaign; what the texts hold is looked at by compiling them. */
function ownProblems({ own, channel }: CampaignContent): CampaignProblem[] {
  return Object.entries(own ?? {}).flatMap(([language, { subject, text, buttonLabel, buttonUrl }]) => {
    const params = { language };
    const isHalf = (buttonLabel.trim() === "") !== (buttonUrl.trim() === "");
    const isMail = channel === "email";
    const found: (CampaignProblem | null)[] = [
      isMail && subject.trim() === "" ? { field: "own", code: "own-subject-blank", params } : null,
      text.trim() === "" ? { field: "own", code: "own-text-blank", params } : null,
      isMail && isHalf ? { field: "own", code: "own-button-half", params } : null,
    ];
    return found.filter((problem) => problem !== null);
  });
}

function timeProblem({ sendOn }: CampaignContent, { zone, now }: Moment): CampaignProblem | null {
  if (!sendOn) return null;
  const at = readTime(zone, sendOn);
  if (!at) return { field: "sendOn", code: "no-date" };
  if (at <= now) return { field: "sendOn", code: "in-the-past", params: { at: at.toISOString() } };
  const days = CAMPAIGN_LIMITS.aheadDays;
  const isTooFar = at.getTime() > now.getTime() + days * DAY_MS;
  return isTooFar ? { field: "sendOn", code: "too-far", params: { at: at.toISOString(), days } } : null;
}

function premiereProblems(
  premiere: Premiere,
  content: CampaignContent,
  moment: Moment,
): (CampaignProblem | null)[] {
  const { title, url } = premiere;
  return [
    title === "" ? { field: "premiere.title", code: "blank" } : null,
    dayProblem(premiere, content, moment),
    url === "" || isWebAddress(url)
      ? null
      : { field: "premiere.url", code: "not-an-address", params: { url } },
    codeProblem(premiere),
  ];
}

function dayProblem(
  premiere: Premiere,
  { sendOn }: CampaignContent,
  { zone, now }: Moment,
): CampaignProblem | null {
  const startsAt = premiereAt(zone, premiere);
  if (!startsAt) return { field: "premiere.day", code: "no-date" };
  const sendAt = sendOn ? readTime(zone, sendOn) : now;
  const isBefore = sendAt !== null && startsAt <= sendAt;
  const params = { at: startsAt.toISOString() };
  return isBefore ? { field: "premiere.day", code: "before-the-mail", params } : null;
}

function codeProblem({ access, sharedCode, codeWhen, asksForAnswer }: Premiere): CampaignProblem | null {
  if (access === "none") return null;
  if (access === "shared" && sharedCode === "") return { field: "premiere.sharedCode", code: "blank" };
  const isForNobody = codeWhen === "after-yes" && !asksForAnswer;
  return isForNobody ? { field: "premiere.codeWhen", code: "nobody-is-asked" } : null;
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
