import type { RowPacker } from "~/platform/sql/row-packer";
import { contactHashOrNull, seal } from "~/platform/sealed.server";

type Span = { readonly bytes: Uint8Array; readonly from: number; readonly to: number };

/** Kept in blocks of which none is ever copied to grow. */
const BLOCK_BITS = 20;
const BLOCK_BYTES = 2 ** BLOCK_BITS;
/** Some 150,000 addresses. When there are more, all are forgotten: bounded, whatever the file holds. */
const MOST_BLOCKS = 32;
const SLOTS = 2 ** 18;
const MOST_KNOWN = 0.75 * SLOTS;
/** How long the address is, its sealed text and its hash, two bytes each. */
const HEAD = 6;

/**
 * Seals addresses of a file, the same address once, and keeps them as bytes: each order names its customer's address
 * again, and sealing takes as long as reading the order. That two rows hold the same text shows in their hashes anyway
 * (ADR 12).
 */
export class SealedAddresses {
  private readonly blocks: Buffer[] = [];
  /** Behind what is kept; nothing lies at 0, which stands for an empty slot. */
  private used = 1;
  private readonly slots = new Int32Array(SLOTS);
  private count = 0;

  /** Adds two cells: the address sealed, and its keyed hash. */
  addTo(packer: RowPacker, address: Span): void {
    const place = this.find(address);
    const bytes = this.blockOf(place);
    const at = place % BLOCK_BYTES;
    const sealedAt = at + HEAD + sizeAt(bytes, at);
    const hashAt = sealedAt + sizeAt(bytes, at + 2);
    packer.addBytes(bytes, { from: sealedAt, to: hashAt });
    packer.addBytes(bytes, { from: hashAt, to: hashAt + sizeAt(bytes, at + 4) });
  }

  /** Where it is kept. */
  private find(address: Span): number {
    let slot = hashOf(address) % SLOTS;
    for (let at = this.slots[slot] ?? 0; at !== 0; at = this.slots[slot] ?? 0) {
      if (this.isAt(at, address)) return at;
      slot = (slot + 1) % SLOTS;
    }
    return this.keep(address, slot);
  }

  private isAt(place: number, { bytes: given, from, to }: Span): boolean {
    const bytes = this.blockOf(place);
    const at = place % BLOCK_BYTES;
    const length = to - from;
    if (sizeAt(bytes, at) !== length) return false;
    for (let index = 0; index < length; index++)
      if (bytes[at + HEAD + index] !== given[from + index]) return false;
    return true;
  }

  private keep(address: Span, slot: number): number {
    const text = Buffer.from(address.bytes.subarray(address.from, address.to)).toString();
    const parts = [text, seal(text), contactHashOrNull(text) ?? ""].map((part) => Buffer.from(part));
    const needed = parts.reduce((sum, part) => sum + part.length, HEAD);
    const isFull = this.count >= MOST_KNOWN || !this.hasRoomFor(needed);
    if (isFull) this.forgetAll();
    const place = this.used;
    const bytes = this.blockOf(place);
    const at = place % BLOCK_BYTES;
    for (const [index, part] of parts.entries()) bytes.writeUInt16LE(part.length, at + 2 * index);
    this.used = place + HEAD + Buffer.concat(parts).copy(bytes, at + HEAD);
    this.slots[isFull ? hashOf(address) % SLOTS : slot] = place;
    this.count += 1;
    return place;
  }

  /** Moves on to the next block where this one has too little left. */
  private hasRoomFor(byteCount: number): boolean {
    const left = BLOCK_BYTES - (this.used % BLOCK_BYTES);
    if (byteCount > left) this.used += left;
    return this.used < MOST_BLOCKS * BLOCK_BYTES;
  }

  private blockOf(place: number): Buffer {
    return (this.blocks[place >>> BLOCK_BITS] ??= Buffer.allocUnsafeSlow(BLOCK_BYTES));
  }

  private forgetAll(): void {
    this.slots.fill(0);
    this.used = 1;
    this.count = 0;
  }
}

function sizeAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** FNV-1a. */
function hashOf({ bytes, from, to }: Span): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
