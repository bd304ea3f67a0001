import { useEffect, useRef, useState } from "preact/hooks";

import type { SurveyAnswer, SurveyTold } from "../../shared/answers";
import type { Asked, Client } from "../../shared/client";
import type { Words } from "../../shared/words";
import { numberOf, WAITS_MS } from "./order";

type Props = { orderId: string; place: "thank-you" | "order-status"; client: Client; words: Words };
type Asking = Extract<SurveyAnswer, { state: "asking" }>;

const MOST_COMMENT = 500;

/** The merchant's question about the purchase; what was answered, once it was. Nothing where nothing is asked. */
export function Survey({ orderId, place, client, words }: Props) {
  const path = `/api/survey/${place}/${numberOf(orderId)}`;
  const [asked, setAsked] = useState<SurveyAnswer>({ state: "nothing" });
  useEffect(() => {
    let isShown = true;
    void client.get<SurveyAnswer>(path).then((answer) => {
      if (isShown && answer.kind === "answered") setAsked(answer.body);
    });
    return () => {
      isShown = false;
    };
  }, [client, path]);
  if (asked.state === "nothing") return null;
  if (asked.state === "answered")
    return (
      <s-section heading={asked.text}>
        <s-stack gap="small">
          <s-text>{words.translate("survey.given", { answer: asked.answer })}</s-text>
          {asked.isTest && <s-text color="subdued">{words.translate("survey.test")}</s-text>}
        </s-stack>
      </s-section>
    );
  const onAnswered = (answer: string, isTest: boolean) =>
    setAsked({ state: "answered", text: asked.text, answer, isTest });
  return <Question asked={asked} send={(body) => tell(client, path, body)} {...{ words, onAnswered }} />;
}

type Sent = { version: number; answer: string; comment?: string };
type QuestionProps = {
  asked: Asking;
  words: Words;
  send: (body: Sent) => Promise<Asked<SurveyTold>>;
  onAnswered: (label: string, isTest: boolean) => void;
};

function Question({ asked, words, send, onAnswered }: QuestionProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [comment, setComment] = useState("");
  const [state, setState] = useState<"open" | "sending" | "failed">("open");
  // State comes with the next picture: a second click may be faster.
  const isSending = useRef(false);
  const label = asked.answers.find(({ key }) => key === chosen)?.label;
  const submit = async () => {
    if (chosen === null || label === undefined || isSending.current) return;
    isSending.current = true;
    setState("sending");
    const said = comment.trim();
    const told = await send({ version: asked.version, answer: chosen, ...(said ? { comment: said } : {}) });
    isSending.current = false;
    if (told.kind === "answered") onAnswered(label, told.body.isTest);
    else setState("failed");
  };
  return (
    <s-section heading={asked.text}>
      <s-stack gap="base">
        {state === "failed" && <s-banner tone="critical">{words.translate("survey.failed")}</s-banner>}
        <s-choice-list
          label={asked.text}
          labelAccessibilityVisibility="exclusive"
          values={chosen === null ? [] : [chosen]}
          disabled={state === "sending"}
          onChange={(event) => setChosen(partOf<"s-choice-list">(event)?.values?.[0] ?? null)}
        >
          {asked.answers.map((answer) => (
            <s-choice key={answer.key} value={answer.key}>
              {answer.label}
            </s-choice>
          ))}
        </s-choice-list>
        {asked.asksComment && chosen !== null && (
          <s-text-area
            label={words.translate("survey.comment")}
            rows={3}
            maxLength={MOST_COMMENT}
            value={comment}
            disabled={state === "sending"}
            onInput={(event) => setComment(partOf<"s-text-area">(event)?.value ?? "")}
          />
        )}
        <s-button disabled={chosen === null} loading={state === "sending"} onClick={() => void submit()}>
          {words.translate("survey.send")}
        </s-button>
      </s-stack>
    </s-section>
  );
}

/** The part of the page that an event is of. */
function partOf<Tag extends keyof HTMLElementTagNameMap>({ currentTarget }: Event) {
  return currentTarget as HTMLElementTagNameMap[Tag] | null;
}

/** Sends an answer; again while the app has not heard of the order yet. */
async function tell(client: Client, path: string, body: Sent): Promise<Asked<SurveyTold>> {
  for (const waitMs of WAITS_MS) {
    const told = await client.post<SurveyTold>(path, body);
    if (told.kind === "answered" || told.error !== "on-its-way") return told;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  return client.post<SurveyTold>(path, body);
}
