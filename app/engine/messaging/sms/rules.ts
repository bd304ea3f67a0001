/** What carriers take for "no more": Twilio's own words, and those of the languages we write in. */
const STOP_WORDS: ReadonlySet<string> = new Set([
  "stop",
  "stopall",
  "unsubscribe",
  "cancel",
  "end",
  "quit",
  "rezygnuję",
  "rezygnuje",
  "wypisz",
  "стоп",
  "отписаться",
]);

/** Whether an answer to a text message asks for no more of them: one word and nothing else. */
export function isStop(text: string): boolean {
  return STOP_WORDS.has(
    text
      .trim()
      .replace(/[.!]+$/, "")
      .toLowerCase(),
  );
}
