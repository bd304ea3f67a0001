import { lookupDigest } from "./sealed.server";

/*
 * Names and mails are sealed, so they cannot be searched in SQL. Instead each customer has the keyed hashes of the
 * beginnings of its words, set between spaces: ` a1b2c3 d4e5f6 `. Whoever has the database without the key learns
 * nothing from it; a search asks for ` hash `. 36 bits of each are kept: enough not to meet by chance within a shop.
 */

const MARK = "~i1 ";
/** Longer beginnings are looked up by this many letters and then by the whole word. */
const LONGEST = 8;
const LETTERS = 6;
const MOST_WORDS = 12;
const SORT_LETTERS = 3;

/** By the beginning of a word, the hashes of it and of all that it begins with. */
export type KnownBeginnings = Map<string, readonly string[]>;

/** Whether a text is an index already. */
export function isSearchIndex(text: string): boolean {
  return text.startsWith(MARK);
}

/**
 * The index of plain words: names, a mail address, a phone number.
 *
 * @param known Remembers beginnings from call to call: most people share them.
 */
export function searchIndexOf(text: string, known: KnownBeginnings = new Map()): string {
  const tokens = new Set<string>();
  for (const word of wordsOf(text).slice(0, MOST_WORDS)) {
    for (const token of beginningsOf(word.slice(0, LONGEST), known)) tokens.add(token);
    if (word.length > LONGEST) tokens.add(tokenOf(word));
  }
  return tokens.size === 0 ? "" : `${MARK}${[...tokens].join(" ")} `;
}

/**
 * Patterns for `LIKE … ESCAPE '\\'` that an index must all fit: every word of the search must be the beginning of one of
 * its words. Of words longer than eight letters only a whole one, or the first eight letters, can be told apart.
 */
export function searchPatternsOf(search: string): string[] {
  const words = plainWordsOf(search).flatMap((word) => (isWholeAddress(word) ? [word] : partsOf(word)));
  return words
    .map((word) => tokenOf(isWholeAddress(word) ? word : word.slice(0, LONGEST)))
    .map((token) => `% ${token.replace(/_/g, "\\_")} %`);
}

function isWholeAddress(word: string): boolean {
  return /^[^@]+@[^@]+\.[^@.]{2,}$/.test(word);
}

/** The first letters, to sort by. */
export function sortKeyOf(text: string): string {
  return text.trim().toLowerCase().slice(0, SORT_LETTERS);
}

/** Words in lower case; a mail address counts as a whole, and each of its parts. */
function wordsOf(text: string): string[] {
  return plainWordsOf(text).flatMap((word) => [...new Set([word, ...partsOf(word)])]);
}

function plainWordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize("NFKC")
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** A word between signs; one of signs only stays what it is, and is found nowhere. */
function partsOf(word: string): string[] {
  const parts = word.split(/[@.+_-]/).filter((part) => part !== "");
  return parts.length > 0 ? parts : [word];
}

const MOST_KNOWN = 50_000;

function beginningsOf(word: string, known: KnownBeginnings): readonly string[] {
  const found = known.get(word);
  if (found !== undefined) return found;
  const shorter = word.length > 1 ? beginningsOf(word.slice(0, -1), known) : [];
  const tokens = [...shorter, tokenOf(word)];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, tokens);
  return tokens;
}

function tokenOf(word: string): string {
  return lookupDigest(`search:${word}`).slice(0, LETTERS);
}
