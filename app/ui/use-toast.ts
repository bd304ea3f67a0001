import { useCallback } from "react";

import { focusFirstMistake } from "./first-mistake";

/** Tells the merchant in a word that something happened, by the admin's own toast; where fields are wrong, shows the first. */
export function useToast(): (message: string, options?: { isError?: boolean }) => void {
  return useCallback((message, options) => {
    window.shopify?.toast.show(message, options);
    if (options?.isError) focusFirstMistake();
  }, []);
}
