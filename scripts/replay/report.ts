import type { SignedDelivery } from "./delivery";
import { type Fate, isSettled } from "./inbox-watch";
import type { Answer } from "./post";

/**
 * What became of one payload:
 * projected, ignored, refused or dead: the app decided · stored: it is kept, and not decided yet or we cannot see ·
 * turned-away: the door answered something else than 200 · not-kept: answered 200 for a shop it does not know ·
 * unanswered: nobody answered.
 */
export type Outcome =
  "projected" | "ignored" | "refused" | "dead" | "stored" | "turned-away" | "not-kept" | "unanswered";

export type Line = { file: string; topic: string; outcome: Outcome; reason: string };

const VALUE_LENGTH = 80;
const OUTCOMES: readonly Outcome[] = [
  "projected",
  "ignored",
  "refused",
  "dead",
  "stored",
  "turned-away",
  "not-kept",
  "unanswered",
];

/**
 * What to say of one delivery.
 *
 * @param fate undefined when the inbox was looked into and does not have it; null when nobody could look.
 */
export function lineOf({ payload }: SignedDelivery, answer: Answer, fate: Fate | undefined | null): Line {
  const line = (outcome: Outcome, reason: string): Line => ({
    file: payload.file,
    topic: payload.topic,
    outcome,
    reason,
  });
  if (answer.status === null) return line("unanswered", answer.message);
  if (answer.status !== 200) return line("turned-away", `${answer.status} ${answer.message}`);
  if (fate === null) return line("stored", `answered 200 ${answer.message}`);
  if (fate === undefined) return line("not-kept", answer.message);
  if (!isSettled(fate)) return line("stored", `still ${fate.state}`);
  return line(outcomeOf(fate.state), reasonOf(fate.problem));
}

function outcomeOf(state: string): Outcome {
  const outcome = OUTCOMES.find((known) => known === state);
  if (!outcome) throw new Error(`the inbox has a state this program does not know: "${state}"`);
  return outcome;
}

function reasonOf(problem: Fate["problem"]): string {
  if (!problem) return "";
  const { path, value, message = "" } = problem;
  const said =
    value === undefined || value === ""
      ? ""
      : shortened(typeof value === "string" ? value : JSON.stringify(value));
  const place = path ? `${path}${said ? ` = ${said}` : ""}: ` : "";
  return `${place}${message}`;
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > VALUE_LENGTH ? `${flat.slice(0, VALUE_LENGTH - 1)}…` : flat;
}

/** One text line per payload, columns aligned. */
export function formatLines(lines: readonly Line[]): string {
  const width = (pick: (line: Line) => string) => Math.max(0, ...lines.map((line) => pick(line).length));
  const widths = {
    outcome: width((line) => line.outcome),
    topic: width((line) => line.topic),
    file: width((line) => line.file),
  };
  return lines
    .map(({ outcome, topic, file, reason }) =>
      `${outcome.padEnd(widths.outcome)}  ${topic.padEnd(widths.topic)}  ${file.padEnd(widths.file)}  ${reason}`.trimEnd(),
    )
    .join("\n");
}

/** `projected: 12`, one line per outcome that occurred. */
export function summarise(lines: readonly Line[], otherCount: number): string {
  const counted = OUTCOMES.map((outcome) => ({
    outcome,
    count: lines.filter((line) => line.outcome === outcome).length,
  }));
  return [
    ...counted.filter(({ count }) => count > 0).map(({ outcome, count }) => `${outcome}: ${count}`),
    ...(otherCount > 0 ? [`not a webhook payload: ${otherCount}`] : []),
  ].join("\n");
}

/**
 * Whether every payload came to an end one can stand for: settled, turned away with a reason, or, where nobody can
 * look into the inbox, at least answered.
 */
export function isComplete(lines: readonly Line[], canLook: boolean): boolean {
  return lines.every(({ outcome }) => outcome !== "unanswered" && !(canLook && outcome === "stored"));
}
