import { type Block, BlockSchema } from "./schema";

/** The blocks of a stored variant; those of a shape that is not known any more are left out. */
export function readBlocks(blocksJson: string): Block[] {
  const stored: unknown = JSON.parse(blocksJson);
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((block) => {
    const parsed = BlockSchema.safeParse(block);
    return parsed.success ? [parsed.data] : [];
  });
}
