import { Box, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Locale } from "~/shops/schema";

import type { UsualWords } from "../form/presenter.server";
import { wordsIn } from "../rules";
import type { SurveyForm } from "../schema";
import styles from "./Surveys.module.css";

/** The question as buyers see it, but for the store's own colours and letters. Nothing in it can be used. */
export function QuestionPreview({
  form: { question, asksComment },
  language,
  usual,
}: {
  form: SurveyForm;
  language: Locale;
  usual: UsualWords;
}) {
  const { t } = useTranslation("surveys");
  const { comment, send, kinds } = usual[language];
  const { text, answers } = kinds[question.kind];
  const labels =
    question.kind === "choices"
      ? question.choices.map(({ id, words }) => ({
          key: id,
          label: wordsIn(words, language) ?? t("form.noWords"),
        }))
      : answers;
  return (
    <div className={styles.preview}>
      <Text as="h3" variant="headingSm" breakWord>
        {wordsIn(question.words, language) ?? text}
      </Text>
      <ul className={styles.previewChoices}>
        {labels.map(({ key, label }) => (
          <li key={key}>
            <span className={styles.dot} aria-hidden="true" />
            <span>{label}</span>
          </li>
        ))}
      </ul>
      {asksComment ? (
        <TextField
          label={comment}
          multiline={2}
          autoComplete="off"
          value=""
          disabled
          onChange={() => undefined}
        />
      ) : null}
      <InlineStack>
        <Box>
          <Button disabled>{send}</Button>
        </Box>
      </InlineStack>
    </div>
  );
}
