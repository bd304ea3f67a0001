import type { AddableKind, Block, Draft, Variant } from "../schema";
import { emptyBlock, emptyFooter } from "./empty";

/** Changes the variant of a language; a language that the draft lacks is left alone. */
export function changeVariant(draft: Draft, language: string, change: (variant: Variant) => Variant): Draft {
  const variant = draft.variants[language];
  return variant ? { ...draft, variants: { ...draft.variants, [language]: change(variant) } } : draft;
}

/** A block put behind another, or in front of the footer. */
export function addBlock(
  blocks: readonly Block[],
  { kind, id, after }: { kind: AddableKind; id: string; after: string | null },
): Block[] {
  const at = blocks.findIndex((block) => block.id === after);
  const end = blocks.at(-1)?.kind === "footer" ? blocks.length - 1 : blocks.length;
  const place = at < 0 ? end : Math.min(at + 1, end);
  return [...blocks.slice(0, place), emptyBlock(kind, id), ...blocks.slice(place)];
}

/** The blocks without one; the footer stays. */
export function removeBlock(blocks: readonly Block[], id: string): Block[] {
  return blocks.filter((block) => block.kind === "footer" || block.id !== id);
}

/** The blocks with one exchanged for its neighbour; the footer stays last. @param by −1: up. */
export function moveBlock(blocks: readonly Block[], id: string, by: -1 | 1): Block[] {
  const from = blocks.findIndex((block) => block.id === id);
  const moved = blocks[from];
  const neighbour = blocks[from + by];
  if (!moved || !neighbour || moved.kind === "footer" || neighbour.kind === "footer") return [...blocks];
  return blocks.map((block) => (block === moved ? neighbour : block === neighbour ? moved : block));
}

/** The blocks with one replaced by its changed self. */
export function replaceBlock(blocks: readonly Block[], changed: Block): Block[] {
  return blocks.map((block) => (block.id === changed.id ? changed : block));
}

/** A language more, as a copy of another to be translated; its footer in its own words where we know them. */
export function addLanguage(draft: Draft, language: string, from: string): Draft {
  const source = draft.variants[from];
  if (!source || draft.variants[language]) return draft;
  const blocks = source.blocks.map((block) => (block.kind === "footer" ? emptyFooter(language) : block));
  return { ...draft, variants: { ...draft.variants, [language]: { ...source, blocks } } };
}

/** A language with another's words in place of its own. */
export function copyLanguage(draft: Draft, { to, from }: { to: string; from: string }): Draft {
  const source = draft.variants[from];
  return source ? changeVariant(draft, to, () => source) : draft;
}

/** A language less; the last one stays. */
export function removeLanguage(draft: Draft, language: string): Draft {
  const { [language]: _removed, ...variants } = draft.variants;
  return Object.keys(variants).length === 0 ? draft : { ...draft, variants };
}
