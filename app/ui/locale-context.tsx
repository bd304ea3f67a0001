import { createContext, type ReactNode, useContext } from "react";

type Reader = { locale: string; zone: string };

const ReaderContext = createContext<Reader>({ locale: "en", zone: "UTC" });

/** Tells the components below in which language and time zone (the shop's) to write. */
export function ReaderProvider({ children, locale, zone }: Reader & { children: ReactNode }) {
  return <ReaderContext.Provider value={{ locale, zone }}>{children}</ReaderContext.Provider>;
}

/** Language of the reader: `en`, `pl` or `ru`. */
export function useLocale(): string {
  return useContext(ReaderContext).locale;
}

/** IANA zone of the shop: all days and times are shown in it. */
export function useZone(): string {
  return useContext(ReaderContext).zone;
}
