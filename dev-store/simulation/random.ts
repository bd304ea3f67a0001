/**
 * Chances that repeat: the same key parts give the same sequence on every machine. Derive one generator per person or
 * decision (`new Random(seed, "visit", 17)`), so that what one does never shifts the luck of another.
 */
export class Random {
  #state: [number, number, number, number];

  constructor(...key: readonly (string | number)[]) {
    const hash = hashOf(key.join("\u0000"));
    this.#state = [hash(), hash(), hash(), hash()];
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.unit();
  }

  /** Uniform in [0, 1). The generator is sfc32. */
  unit(): number {
    const [a, b, c, d] = this.#state;
    const sum = (a + b + d) | 0;
    this.#state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (d + 1) | 0];
    return (sum >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number, both bounds included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.unit() * list.length)];
    if (chosen === undefined) throw new RangeError("Nothing can be picked from an empty list");
    return chosen;
  }

  /** One of the options, in proportion to its weight. */
  weighted<T>(options: readonly (readonly [T, number])[]): T {
    const total = options.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.unit() * total;
    for (const [option, weight] of options) {
      left -= weight;
      if (left < 0) return option;
    }
    const last = options.at(-1);
    if (!last) throw new RangeError("Nothing can be picked from an empty list");
    return last[0];
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.unit()) * mean;
  }

  /** Gamma with mean shape × scale, for shape ≥ 1; by Marsaglia and Tsang. */
  gamma(shape: number, scale: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return d * v * scale;
    }
  }

  /** Lower-case hex digits. */
  hex(length: number): string {
    let digits = "";
    while (digits.length < length) {
      digits += Math.floor(this.unit() * 4_294_967_296)
        .toString(16)
        .padStart(8, "0");
    }
    return digits.slice(0, length);
  }

  /** Shaped like a version 4 UUID. */
  uuid(): string {
    const hex = this.hex(32);
    const variant = "89ab"[this.int(0, 3)] ?? "8";
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** xmur3: a stream of 32-bit seeds from a text. */
function hashOf(text: string): () => number {
  let h = 1_779_033_703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    h = Math.imul(h ^ text.charCodeAt(index), 3_432_918_353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909);
    return (h ^= h >>> 16) >>> 0;
  };
}
