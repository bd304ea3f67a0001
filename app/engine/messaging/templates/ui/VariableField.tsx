import { ActionList, Box, Button, ButtonGroup, Popover, TextField } from "@shopify/polaris";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { VARIABLES, type VariableType } from "../rules/variables";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  helpText?: string;
  lines?: number;
  /** Bold, italic and links. */
  hasMarks?: boolean;
  isCode?: boolean;
  /** Which variables fit; all but lists when absent. */
  types?: readonly VariableType[];
};

const WORDS: readonly VariableType[] = ["text", "number", "money", "date", "url"];

/** A text in which variables can be put, and, where they mean something, marks. */
export function VariableField({
  label,
  value,
  onChange,
  helpText,
  lines,
  hasMarks = false,
  isCode = false,
  types = WORDS,
}: Props) {
  const { t } = useTranslation("templates");
  const id = `field-${useId().replaceAll(":", "")}`;
  const insert = (before: string, after = "") => onChange(inserted(value, { id, before, after }));
  return (
    <div>
      <TextField
        id={id}
        label={label}
        value={value}
        onChange={onChange}
        autoComplete="off"
        {...(helpText ? { helpText } : {})}
        {...(lines ? { multiline: lines, maxHeight: 420 } : {})}
        {...(isCode ? { monospaced: true, spellCheck: false } : {})}
      />
      <Box paddingBlockStart="100">
        <ButtonGroup gap="tight">
          {hasMarks ? (
            <Button
              size="micro"
              onClick={() => insert("**", "**")}
              accessibilityLabel={t("marks.boldIn", { label })}
            >
              {t("marks.bold")}
            </Button>
          ) : null}
          {hasMarks ? (
            <Button
              size="micro"
              onClick={() => insert("*", "*")}
              accessibilityLabel={t("marks.italicIn", { label })}
            >
              {t("marks.italic")}
            </Button>
          ) : null}
          {hasMarks ? (
            <Button
              size="micro"
              onClick={() => insert("[", "](https://)")}
              accessibilityLabel={t("marks.linkIn", { label })}
            >
              {t("marks.link")}
            </Button>
          ) : null}
          <VariableMenu label={label} types={types} onChoose={(text) => insert(text)} />
        </ButtonGroup>
      </Box>
    </div>
  );
}

function VariableMenu({
  label,
  types,
  onChoose,
}: {
  label: string;
  types: readonly VariableType[];
  onChoose: (text: string) => void;
}) {
  const { t } = useTranslation("templates");
  const [isOpen, setOpen] = useState(false);
  const fitting = VARIABLES.filter(({ type }) => types.includes(type));
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button
          size="micro"
          disclosure
          onClick={() => setOpen(!isOpen)}
          accessibilityLabel={t("variables.insertInto", { label })}
        >
          {t("variables.insert")}
        </Button>
      }
    >
      <ActionList
        items={fitting.map(({ path, isOptional }) => ({
          content: t(`variable.${path.replace(".", "_")}`),
          helpText: `{{ ${path} }}`,
          onAction: () => {
            const fallback = isOptional ? ` | default: "${t("variables.fallback")}"` : "";
            onChoose(`{{ ${path}${fallback} }}`);
            setOpen(false);
          },
        }))}
      />
    </Popover>
  );
}

/** The text with something put around what is chosen in the field, or at its end while nobody types in it. */
function inserted(
  value: string,
  { id, before, after }: { id: string; before: string; after: string },
): string {
  const element = document.getElementById(id);
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const from = (isField ? element.selectionStart : null) ?? value.length;
  const to = (isField ? element.selectionEnd : null) ?? value.length;
  return value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to);
}
