import { contactHashOrNull, seal } from "~/platform/sealed.server";

import { ownCopyOf } from "./numbers";

/** A personal text as it is stored, and its keyed hash. */
export type Sealed = { sealed: string; hash: string | null };

/** Texts of the older half are forgotten when there are as many in the younger: bounded, whatever the file holds. */
const MOST_KNOWN = 40_000;

/**
 * Seals texts of a file, the same text once: each order names its customer's address again, and sealing takes as long as
 * reading the order. That two rows hold the same text shows in their hashes anyway (ADR 12).
 */
export class SealOnce {
  private younger = new Map<string, Sealed>();
  private older = new Map<string, Sealed>();

  of(text: string): Sealed {
    const known = this.younger.get(text);
    if (known) return known;
    const sealed = this.older.get(text) ?? { sealed: seal(text), hash: contactHashOrNull(text) };
    if (this.younger.size >= MOST_KNOWN) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(ownCopyOf(text), sealed);
    return sealed;
  }
}
