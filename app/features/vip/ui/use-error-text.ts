import { useTranslation } from "react-i18next";

import type { VipFieldErrors } from "../form/schema";

/** What is wrong with a field, in words, ready to be spread onto it; nothing when it is right. */
export function useErrorText(errors: VipFieldErrors): (path: string) => { error?: string } {
  const { t } = useTranslation("vip");
  return (path) => {
    const code = errors[path];
    return code === undefined ? {} : { error: t([`error.${code}`, "error.unreadable"]) };
  };
}
