import type { Block, Variant } from "../schema";
import { linksOf } from "./inline";

/** A text that a merchant wrote, and where it stands. */
export type Field = {
  /** Null: subject and preheader. */
  blockId: string | null;
  field: string;
  type: "words" | "address" | "mjml";
  source: string;
};

/** Everything in a variant that may hold Liquid, in the order in which it is read. */
export function fieldsOf({ subject, preheader, blocks }: Variant): Field[] {
  return [
    { blockId: null, field: "subject", type: "words", source: subject },
    { blockId: null, field: "preheader", type: "words", source: preheader },
    ...blocks.flatMap(fieldsOfBlock),
  ];
}

function fieldsOfBlock(block: Block): Field[] {
  const { id: blockId } = block;
  const words = (field: string, source: string): Field => ({ blockId, field, type: "words", source });
  const address = (field: string, source: string): Field => ({ blockId, field, type: "address", source });
  switch (block.kind) {
    case "heading":
      return [words("text", block.text)];
    case "text":
    case "points":
      return [
        words("text", block.text),
        ...linksOf(block.text).map(({ url }) => address("text", url)),
      ];
    case "button":
      return [words("label", block.label), address("url", block.url)];
    case "image":
      return [
        address("url", block.url),
        ...(block.href ? [address("href", block.href)] : []),
        words("alt", block.alt),
      ];
    case "products":
      return [words("title", block.title)];
    case "cart":
      return [words("totalLabel", block.totalLabel), words("buttonLabel", block.buttonLabel)];
    case "code":
      return [words("label", block.label), words("terms", block.terms)];
    case "columns":
      return [...block.left, ...block.right].flatMap(fieldsOfBlock);
    case "mjml":
      return [{ blockId, field: "source", type: "mjml", source: block.source }];
    case "footer":
      return [
        words("reason", block.reason),
        words("unsubscribeLabel", block.unsubscribeLabel),
        words("preferencesLabel", block.preferencesLabel),
      ];
    case "spacer":
    case "divider":
      return [];
  }
}
