import { Resolver } from "node:dns/promises";

/** What DNS says of a name's texts. `none`: there is surely no such text; `unreachable`: nobody could tell. */
export type TxtAnswer =
  { kind: "found"; records: string[] } | { kind: "none" } | { kind: "unreachable"; why: string };

/** Asks DNS for the texts of a name. */
export type TxtLookup = (name: string) => Promise<TxtAnswer>;

const TIMEOUT_MS = 2_500;
const TRIES = 2;

/** Answers that are certain: the name does not exist, or has no text. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);

const askNetwork: TxtLookup = async (name) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  try {
    const texts = await resolver.resolveTxt(name);
    return { kind: "found", records: texts.map((parts) => parts.join("")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN";
    return NONE.has(code) ? { kind: "none" } : { kind: "unreachable", why: code };
  }
};

let current: TxtLookup = askNetwork;

/** The texts of a name in DNS; answers within a few seconds, also without a network. */
export function lookupTxt(name: string): Promise<TxtAnswer> {
  return current(name);
}

/** Replaces DNS; returns how to put the old one back. */
export function setTxtLookup(lookup: TxtLookup): () => void {
  const previous = current;
  current = lookup;
  return () => {
    current = previous;
  };
}
