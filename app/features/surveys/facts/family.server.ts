import type { FactDefinition, FactFamily } from "~/engine/facts/fact";
import { toFactInfo } from "~/engine/facts/info.server";
import type { FactInfo, FactType } from "~/engine/facts/schema";
import { chooseMailLocale } from "~/engine/messaging/language";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema, type Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { hasAnswers } from "../repository.server";
import type { Question, QuestionKind } from "../schema";
import { readSurvey, speak } from "../settings.server";
import { type AskedQuestion, FACT_PREFIX, factKeyOf, parseFactKey } from "./key";
import { lastAnswers } from "./repository.server";

const TYPES: Readonly<Record<QuestionKind, FactType>> = {
  rating: "number",
  "yes-no": "boolean",
  choices: "text",
};

/** Each question that was asked after a purchase is a fact: what a person last answered to it (ADR 20). */
export const surveyFacts: FactFamily = {
  prefix: FACT_PREFIX,
  factOf: (key) => {
    const asked = parseFactKey(key);
    return asked && definitionOf(asked);
  },
  list: listQuestions,
};

function definitionOf(asked: AskedQuestion): FactDefinition {
  return {
    key: factKeyOf(asked),
    textNamespace: "surveys",
    type: TYPES[asked.kind],
    isHistorical: true,
    whenAbsent: null,
    rows: (scope) => lastAnswers(asked, scope),
  };
}

/** The question of now, once it is asked or was answered, and those before; named in the language of the shop. */
async function listQuestions(db: Db, { shopId }: { shopId: string }): Promise<FactInfo[]> {
  const { isEnabled, version, question, former } = await readSurvey(db, { shopId });
  const general = { shopId, key: GENERAL_SETTINGS_KEY, schema: GeneralSettingsSchema };
  const locale = chooseMailLocale([(await readSetting(db, general)).language]);
  const isOffered = isEnabled || (await hasAnswers(db, { shopId, version }));
  const infos = [await infoOf({ version, question }, { locale, isOffered, label: "now" })];
  for (const one of former) infos.push(await infoOf(one, { locale, isOffered: true, label: "before" }));
  return infos;
}

type Naming = { locale: Locale; isOffered: boolean; label: "now" | "before" };

async function infoOf(
  { version, question }: { version: number; question: Question },
  { locale, isOffered, label }: Naming,
): Promise<FactInfo> {
  const { kind } = question;
  const t = await getTranslator(locale, "surveys");
  const { text, answers } = await speak(question, locale);
  return {
    ...toFactInfo(definitionOf({ kind, version })),
    choices: kind === "choices" ? answers.map(({ key }) => key) : [],
    naming: {
      label: t(`fact.${label}`, { question: text }),
      values: Object.fromEntries(answers.map((answer) => [answer.key, answer.label])),
      isOffered,
    },
  };
}
