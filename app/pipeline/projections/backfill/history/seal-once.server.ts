import { seal } from "~/platform/sealed.server";

import { ownCopyOf } from "./numbers";

/** Texts of the older half are forgotten when there are as many in the younger: bounded, whatever the file holds. */
const MOST_KNOWN = 20_000;

/** Seals texts of a file, the same text once: many people share a first name (ADR 12). */
export class SealOnce {
  private younger = new Map<string, string>();
  private older = new Map<string, string>();

  of(text: string): string {
    const known = this.younger.get(text);
    if (known !== undefined) return known;
    const sealed = this.older.get(text) ?? seal(text);
    if (this.younger.size >= MOST_KNOWN) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(ownCopyOf(text), sealed);
    return sealed;
  }
}
