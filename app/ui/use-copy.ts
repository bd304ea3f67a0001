import { useCallback } from "react";

/** Puts a text into the clipboard. Within the admin's frame it may not be let; then the way of old still is. */
export function useCopy(): (text: string) => Promise<"copied" | "failed"> {
  return useCallback(async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return "copied";
    } catch {
      return copySelected(text) ? "copied" : "failed";
    }
  }, []);
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
