import { Select } from "@shopify/polaris";
import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";

import type { BlockOf } from "../schema";

/** A question that can be asked, in the language that is edited. */
export type AskableQuestion = { key: string; name: string; ask: string };

const Questions = createContext<readonly AskableQuestion[]>([]);

/** The questions that the blocks inside may ask. */
export const QuestionsProvider = Questions.Provider;

/** Which of the questions there are is asked. Its words come with it, unless the merchant has found others. */
export function QuestionChoice({
  block,
  onChange,
}: {
  block: BlockOf<"question">;
  onChange: (block: BlockOf<"question">) => void;
}) {
  const { t } = useTranslation("templates");
  const questions = useContext(Questions);
  const isOwnText = block.text.trim() !== "" && !questions.some(({ ask }) => ask === block.text);
  const isKnown = questions.some(({ key }) => key === block.question);
  return (
    <Select
      label={t("field.question")}
      helpText={t(questions.length === 0 ? "help.noQuestions" : "help.question")}
      value={isKnown ? block.question : ""}
      options={[
        { value: "", label: t("block.question.choose"), disabled: isKnown },
        ...questions.map(({ key, name }) => ({ value: key, label: name })),
      ]}
      onChange={(key) => {
        const ask = questions.find((one) => one.key === key)?.ask ?? "";
        onChange({ ...block, question: key, ...(isOwnText ? {} : { text: ask }) });
      }}
    />
  );
}
