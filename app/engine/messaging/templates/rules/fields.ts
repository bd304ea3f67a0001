import type { Block, BlockKind, Variant } from "../schema";
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

/** Values of blocks that may hold Liquid, by kind. Empty addresses of `href` are no addresses. */
const FIELDS: Readonly<Record<Exclude<BlockKind, "columns">, readonly (readonly [string, Field["type"]])[]>> =
  {
    heading: [["text", "words"]],
    text: [["text", "words"]],
    points: [["text", "words"]],
    button: [
      ["label", "words"],
      ["url", "address"],
    ],
    image: [
      ["url", "address"],
      ["href", "address"],
      ["alt", "words"],
    ],
    products: [["title", "words"]],
    cart: [
      ["totalLabel", "words"],
      ["buttonLabel", "words"],
    ],
    code: [
      ["label", "words"],
      ["terms", "words"],
    ],
    question: [["text", "words"]],
    mjml: [["source", "mjml"]],
    footer: [
      ["reason", "words"],
      ["unsubscribeLabel", "words"],
      ["preferencesLabel", "words"],
    ],
    spacer: [],
    divider: [],
  };

function fieldsOfBlock(block: Block): Field[] {
  if (block.kind === "columns") return [...block.left, ...block.right].flatMap(fieldsOfBlock);
  const { id: blockId } = block;
  const values = block as unknown as Readonly<Record<string, string>>;
  const fields = FIELDS[block.kind].map(([field, type]): Field => ({
    blockId,
    field,
    type,
    source: values[field] ?? "",
  }));
  const links = block.kind === "text" || block.kind === "points" ? linksOf(block.text) : [];
  return [
    ...fields.filter(({ field, source }) => field !== "href" || source !== ""),
    ...links.map(({ url }): Field => ({ blockId, field: "text", type: "address", source: url })),
  ];
}
