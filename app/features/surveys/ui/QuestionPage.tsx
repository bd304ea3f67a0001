import { Banner, BlockStack, Card, Checkbox, ChoiceList, FormLayout, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import type { QuestionPageData } from "../form/presenter.server";
import { parseSurveyForm, type SurveyErrors } from "../form/schema";
import { PLACES, type Question, type SurveyForm } from "../schema";
import { errorOf } from "./error-of";
import { QuestionFields } from "./QuestionFields";
import { QuestionPreview } from "./QuestionPreview";
import type { QuestionActions } from "./use-question";

type Props = { data: QuestionPageData; actions: QuestionActions };

/** The question after a purchase: what is asked, where, and how it looks. */
export function QuestionPage({ data, actions }: Props) {
  const { t } = useTranslation("surveys");
  const { form, isDirty, change, discard } = useSavedForm(data.form);
  const [language, setLanguage] = useState(data.locale);
  // Once something was wrong, what is typed is looked at as it is: what was mended is no longer marked.
  const isMarked = isDirty && Object.keys(actions.errors).length > 0;
  const errors = isMarked ? errorsIn(form) : {};
  const changeQuestion = (part: Partial<Question>) => change({ question: { ...form.question, ...part } });
  const isOther = JSON.stringify(form.question) !== JSON.stringify(data.form.question);
  return (
    <SettingsFrame
      title={t("form.title")}
      back={{ content: t("title"), url: "/app/surveys" }}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("form.asking")} description={t("form.askingHelp")}>
        <Card>
          <FormLayout>
            <Checkbox
              label={t("form.enabled")}
              checked={form.isEnabled}
              onChange={(isEnabled) => change({ isEnabled })}
            />
            <ChoiceList
              allowMultiple
              title={t("form.places")}
              choices={PLACES.map((value) => ({ value, label: t(`form.place.${value}`) }))}
              selected={form.places}
              onChange={(chosen) => change({ places: PLACES.filter((place) => chosen.includes(place)) })}
              {...errorOf(errors, "places", t)}
            />
          </FormLayout>
        </Card>
      </SettingsSection>
      <SettingsSection title={t("form.question")} description={t("form.questionHelp")}>
        <Card>
          <BlockStack gap="400">
            {isOther && data.hasAnswers ? (
              <Banner tone="warning">
                <Text as="p">{t("form.anew")}</Text>
              </Banner>
            ) : null}
            <QuestionFields
              {...{ language, errors, usual: data.usual }}
              question={form.question}
              onLanguage={setLanguage}
              change={changeQuestion}
            />
            <Checkbox
              label={t("form.comment")}
              checked={form.asksComment}
              onChange={(asksComment) => change({ asksComment })}
            />
          </BlockStack>
        </Card>
      </SettingsSection>
      <SettingsSection title={t("form.preview")} description={t(`form.languages.${language}`)}>
        <Card>
          <QuestionPreview form={form} language={language} usual={data.usual} />
        </Card>
      </SettingsSection>
    </SettingsFrame>
  );
}

function errorsIn(form: SurveyForm): SurveyErrors {
  const parsed = parseSurveyForm(JSON.stringify(form));
  return parsed.ok ? {} : parsed.errors;
}
