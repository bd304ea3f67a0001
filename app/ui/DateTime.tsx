import { useLocale, useZone } from "./locale-context";

/** An instant in the shop's zone and the reader's language. */
export function DateTime({ at, dateOnly = false }: { at: string; dateOnly?: boolean }) {
  const format = useFormatInstant();
  return <time dateTime={at}>{format(at, { dateOnly })}</time>;
}

/** Writes instants as the reader is used to. */
export function useFormatInstant(): (at: string, options?: { dateOnly?: boolean }) => string {
  const locale = useLocale();
  const timeZone = useZone();
  return (at, { dateOnly = false } = {}) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      dateStyle: "medium",
      ...(dateOnly ? {} : { timeStyle: "short" as const }),
    }).format(new Date(at));
}
