/**
 * Shopify's search syntax: `field:value`, `:>` `:>=` `:<` `:<=`, quotes, `AND` (also implied), `OR`, `NOT`, `-`,
 * parentheses, `prefix*`. Broken input never fails: what cannot be read is skipped.
 */
export type SearchNode =
  { kind: "and" | "or"; items: SearchNode[] } | { kind: "not"; item: SearchNode } | SearchTerm;

export type SearchTerm = {
  kind: "term";
  /** Null = free text. */
  field: string | null;
  comparator: ":" | ">" | ">=" | "<" | "<=";
  value: string;
  quoted: boolean;
  /** `value*`; an empty value means "has any". */
  prefix: boolean;
};

/** The tree of a query; null when there is no term in it. */
export function parseSearch(query: string): SearchNode | null {
  return new SearchParser(query).parseOr();
}

class SearchParser {
  #at = 0;

  constructor(private readonly text: string) {}

  parseOr(): SearchNode | null {
    const items: SearchNode[] = [];
    do {
      const item = this.#parseAnd();
      if (item) items.push(item);
    } while (this.#takeWord("OR"));
    return joined("or", items);
  }

  #parseAnd(): SearchNode | null {
    const items: SearchNode[] = [];
    for (;;) {
      this.#takeWord("AND");
      if (this.#done() || this.#peek() === ")" || this.#sees("OR")) return joined("and", items);
      const item = this.#parseUnary();
      if (item) items.push(item);
    }
  }

  #parseUnary(): SearchNode | null {
    if (this.#takeWord("NOT") || this.#takeChar("-")) {
      const item = this.#parseUnary();
      return item && { kind: "not", item };
    }
    if (this.#takeChar("(")) {
      const inner = this.parseOr();
      this.#takeChar(")");
      return inner;
    }
    return this.#parseTerm();
  }

  #parseTerm(): SearchNode | null {
    const first = this.#readValue();
    if (first.quoted || !this.#takeChar(":")) {
      // A stray colon or quote would otherwise be read again and again.
      if (first.value === "" && !first.prefix && !first.quoted) this.#at += 1;
      return first.value === "" && !first.prefix ? null : term(null, ":", first);
    }
    const comparator = this.#readComparator();
    this.#skipSpace();
    const value = this.#readValue();
    // An unquoted time is split at its colons: the rest is read as a term of its own.
    this.#takeChar(":");
    return term(first.value, comparator, value);
  }

  #readComparator(): SearchTerm["comparator"] {
    this.#skipSpace();
    const match = /^(>=|<=|>|<)/.exec(this.text.slice(this.#at, this.#at + 2));
    if (!match?.[1]) return ":";
    this.#at += match[1].length;
    return match[1] as SearchTerm["comparator"];
  }

  #readValue(): Value {
    const quote = this.#peek();
    if (quote === "'" || quote === '"') return this.#readQuoted(quote);
    const start = this.#at;
    while (this.#at < this.text.length && !/[\s():]/.test(this.#peek())) this.#at += 1;
    const raw = this.text.slice(start, this.#at);
    return raw.endsWith("*")
      ? { value: raw.slice(0, -1), quoted: false, prefix: true }
      : { value: raw, quoted: false, prefix: false };
  }

  #readQuoted(quote: string): Value {
    let value = "";
    this.#at += 1;
    while (this.#at < this.text.length && this.#peek() !== quote) {
      if (this.#peek() === "\\") this.#at += 1;
      value += this.text[this.#at] ?? "";
      this.#at += 1;
    }
    this.#at += 1;
    return { value, quoted: true, prefix: false };
  }

  #sees(word: string): boolean {
    this.#skipSpace();
    const after = this.text[this.#at + word.length] ?? " ";
    return this.text.startsWith(word, this.#at) && /[\s()]/.test(after);
  }

  #takeWord(word: string): boolean {
    if (!this.#sees(word)) return false;
    this.#at += word.length;
    this.#skipSpace();
    return true;
  }

  #takeChar(char: string): boolean {
    if (char !== ":") this.#skipSpace();
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#peek())) this.#at += 1;
  }

  #peek(): string {
    return this.text[this.#at] ?? "";
  }

  #done(): boolean {
    this.#skipSpace();
    return this.#at >= this.text.length;
  }
}

type Value = { value: string; quoted: boolean; prefix: boolean };

function term(field: string | null, comparator: SearchTerm["comparator"], value: Value): SearchTerm {
  return { kind: "term", field, comparator, ...value };
}

function joined(kind: "and" | "or", items: SearchNode[]): SearchNode | null {
  return items.length > 1 ? { kind, items } : (items[0] ?? null);
}
