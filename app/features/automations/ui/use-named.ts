import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { NamedItem } from "../flow-screens/schema";

export type Named = {
  /** What a trigger or an action is called; its key when nobody gave it a name. */
  nameOf: (of: "triggers" | "actions", item: NamedItem) => string;
  /** What it is for; empty when nobody said. */
  hintOf: (of: "triggers" | "actions", item: NamedItem) => string;
  /** What an event is called. */
  eventName: (type: string) => string;
};

/** What contributed parts are called in the reader's language, in the texts of whoever contributed them. */
export function useNamed(): Named {
  const { t, i18n } = useTranslation();
  const textAt = useCallback(
    (key: string): string | null => {
      const text: unknown = i18n.exists(key) ? t(key, { returnObjects: true }) : null;
      return typeof text === "string" ? text : null;
    },
    [t, i18n],
  );
  return {
    nameOf: (of, { key, textNamespace }) =>
      textAt(`${textNamespace}:${of}.${key}.label`) ?? textAt(`${textNamespace}:${of}.${key}`) ?? key,
    hintOf: (of, { key, textNamespace }) => textAt(`${textNamespace}:${of}.${key}.hint`) ?? "",
    eventName: (type) => textAt(`flows:events.${type}`) ?? type,
  };
}
