import { type Block, LEAF_KINDS, type LeafBlock } from "../schema";

/** Whether a block may stand in a column. */
export function isLeaf(block: Block): block is LeafBlock {
  return LEAF_KINDS.some((kind) => kind === block.kind);
}
