import { createContext } from "react";

/** Marks the scripts of a document as ours. Only the server knows it; browsers hide it from scripts. */
export const NonceContext = createContext<string | undefined>(undefined);
