import { useTranslation } from "react-i18next";

import type { NamedItem } from "../../flow-screens/schema";

/** What a field is called, in the texts of whoever contributed it. */
export type FieldTexts = {
  label: string;
  /** Empty when nobody said. */
  help: string;
  suffix: string;
  /** What a value to choose, or a part of the field such as its switch, is called. */
  of: (name: string) => string;
};

/** The texts of the fields of a trigger or an action, in the reader's language. */
export function useFieldTexts(
  of: "triggers" | "actions",
  { key, textNamespace }: NamedItem,
): (field: string) => FieldTexts {
  const { t, i18n } = useTranslation();
  return (field) => {
    const place = `${textNamespace}:${of}.${key}.fields.${field}`;
    const maybe = (leaf: string) => (i18n.exists(`${place}.${leaf}`) ? t(`${place}.${leaf}`) : "");
    return {
      label: t(`${place}.label`),
      help: maybe("help"),
      suffix: maybe("suffix"),
      of: (name) => t(`${place}.${name}`),
    };
  };
}
