import { NamedValuesSchema } from "../schema";

import type { SearchValues } from "./editor-context";

/** Asks the shop; nothing when it does not answer as it should. */
export const searchFactValues: SearchValues = async (names, search) => {
  const response = await fetch(`/app/facts/values?${new URLSearchParams({ names, search }).toString()}`);
  if (!response.ok) return [];
  return NamedValuesSchema.parse(await response.json());
};
