import { useCallback } from "react";

/** Tells the merchant in a word that something happened, by the admin's own toast. */
export function useToast(): (message: string, options?: { isError?: boolean }) => void {
  return useCallback((message, options) => {
    window.shopify?.toast.show(message, options);
  }, []);
}
