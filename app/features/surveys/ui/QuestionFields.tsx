import {
  BlockStack,
  Button,
  FormLayout,
  InlineError,
  InlineStack,
  Select,
  TextField,
} from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { LOCALES, type Locale } from "~/shops/schema";

import type { UsualWords } from "../form/presenter.server";
import type { SurveyErrors } from "../form/schema";
import {
  type Choice,
  LIMITS,
  NO_WORDS,
  type Question,
  QUESTION_KINDS,
  type QuestionKind,
  type Words,
} from "../schema";
import { errorOf } from "./error-of";

type Props = {
  question: Question;
  /** The language that is written in. */
  language: Locale;
  errors: SurveyErrors;
  usual: UsualWords;
  onLanguage: (language: Locale) => void;
  change: (part: Partial<Question>) => void;
};

/** What is asked, in one language at a time. */
export function QuestionFields({ question, language, errors, usual, onLanguage, change }: Props) {
  const { t } = useTranslation("surveys");
  const { kind, words, choices } = question;
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          label={t("form.kind")}
          options={QUESTION_KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => change(ofKind(value as QuestionKind, choices))}
        />
        <Select
          label={t("form.language")}
          options={LOCALES.map((value) => ({ value, label: t(`form.languages.${value}`) }))}
          value={language}
          onChange={(value) => onLanguage(value as Locale)}
        />
      </FormLayout.Group>
      <TextField
        label={t("form.text")}
        autoComplete="off"
        maxLength={LIMITS.textLength}
        helpText={t("form.textHelp", { count: LIMITS.textLength })}
        placeholder={usual[language].kinds[kind].text}
        value={words[language]}
        onChange={(text) => change({ words: { ...words, [language]: text } })}
        {...errorOf(errors, `question.words.${language}`, t)}
      />
      {kind === "choices" ? <Choices {...{ choices, language, errors }} change={change} /> : null}
    </FormLayout>
  );
}

/** Choices need two rows to begin with; those that were typed stay when the kind is changed and changed back. */
function ofKind(kind: QuestionKind, choices: readonly Choice[]): Partial<Question> {
  if (kind !== "choices" || choices.length > 0) return { kind };
  return { kind, choices: [newChoice([]), newChoice([{ id: "1", words: NO_WORDS }])] };
}

/** Ids are never used again while the question is written: answers are stored with them. */
function newChoice(choices: readonly Choice[]): Choice {
  const highest = Math.max(0, ...choices.map(({ id }) => Number(id)).filter(Number.isFinite));
  return { id: String(highest + 1), words: NO_WORDS };
}

type ChoicesProps = Pick<Props, "language" | "errors" | "change"> & { choices: Choice[] };

function Choices({ choices, language, errors, change }: ChoicesProps) {
  const { t } = useTranslation("surveys");
  const write = (id: string, words: Words) =>
    change({ choices: choices.map((choice) => (choice.id === id ? { ...choice, words } : choice)) });
  const problem = errors["question.choices"];
  const addId = useId();
  const remove = (id: string) => {
    change({ choices: choices.filter((choice) => choice.id !== id) });
    // The button that had the focus is gone with its row.
    requestAnimationFrame(() => document.getElementById(addId)?.focus());
  };
  return (
    <BlockStack gap="300">
      {choices.map(({ id, words }, index) => (
        <TextField
          key={id}
          label={t("form.choice", { number: index + 1 })}
          autoComplete="off"
          maxLength={LIMITS.choiceLength}
          placeholder={LOCALES.map((locale) => words[locale]).find((text) => text !== "") ?? ""}
          value={words[language]}
          onChange={(text) => write(id, { ...words, [language]: text })}
          connectedRight={
            <Button
              icon={DeleteIcon}
              accessibilityLabel={t("form.removeChoice", { number: index + 1 })}
              onClick={() => remove(id)}
            />
          }
          {...errorOf(errors, `question.choices.${index}`, t)}
        />
      ))}
      {problem ? <InlineError fieldID="choices" message={t(`error.${problem}`)} /> : null}
      {choices.length < LIMITS.choices.max ? (
        <InlineStack>
          <Button
            id={addId}
            icon={PlusIcon}
            onClick={() => change({ choices: [...choices, newChoice(choices)] })}
          >
            {t("form.addChoice")}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
