import { Button, ButtonGroup, Card, InlineStack, Popover, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { LanguageTagSchema } from "../schema";

import type { EditorState } from "./use-editor";

/** Which language is edited; adding one, taking over another's words, and leaving one out. */
export function LanguageBar({ state }: { state: EditorState }) {
  const { t } = useTranslation("templates");
  const { language, languages } = state;
  const others = languages.filter((one) => one !== language);
  return (
    <Card>
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <div role="group" aria-label={t("language.choose")}>
          <ButtonGroup variant="segmented">
            {languages.map((one) => (
              <Button key={one} pressed={one === language} onClick={() => state.chooseLanguage(one)}>
                {languageName(one, t("language.of"))}
              </Button>
            ))}
          </ButtonGroup>
        </div>
        <InlineStack gap="200" blockAlign="center">
          <AddLanguage state={state} />
          {others.length > 0 ? (
            <Select
              label={t("language.copyFrom")}
              labelHidden
              value=""
              onChange={state.copyFrom}
              options={[
                { label: t("language.copyFrom"), value: "" },
                ...others.map((value) => ({ label: languageName(value, t("language.of")), value })),
              ]}
            />
          ) : null}
          {others.length > 0 ? (
            <Button variant="tertiary" tone="critical" onClick={state.removeLanguage}>
              {t("language.remove", { language: languageName(language, t("language.of")) })}
            </Button>
          ) : null}
        </InlineStack>
      </InlineStack>
    </Card>
  );
}

function AddLanguage({ state }: { state: EditorState }) {
  const { t } = useTranslation("templates");
  const [isOpen, setOpen] = useState(false);
  const [tag, setTag] = useState("");
  const isValid = LanguageTagSchema.safeParse(tag).success && !state.languages.includes(tag);
  const add = () => {
    state.addLanguage(tag);
    setOpen(false);
    setTag("");
  };
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      sectioned
      activator={
        <Button disclosure onClick={() => setOpen(!isOpen)}>
          {t("language.add")}
        </Button>
      }
    >
      <TextField
        label={t("language.tag")}
        helpText={t("language.tagHelp")}
        value={tag}
        onChange={setTag}
        maxLength={35}
        autoComplete="off"
        connectedRight={
          <Button variant="primary" disabled={!isValid} onClick={add}>
            {t("language.addThis")}
          </Button>
        }
      />
    </Popover>
  );
}

/** A language's name in the merchant's language. */
function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
