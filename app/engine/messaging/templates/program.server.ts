import type { Liquid, Template } from "liquidjs";

/*
 * Liquid as a list of steps. A mail is mostly text with a few plain values in it; LiquidJS walks generators for each of
 * them. What is plain (`{{ a.b }}`, `| default: "…"`, `if`, `for`) becomes a step of our own with the same meaning, all
 * else is handed to LiquidJS piece by piece. A test compares the two on every template.
 */

export type Scope = Readonly<Record<string, unknown>>;
export type Program = (scope: Scope) => string;

const PATH = "[a-z_]\\w*(?:\\.[a-z_]\\w*)*";
const OUTPUT = new RegExp(`^\\s*(${PATH})\\s*(?:\\|\\s*default:\\s*(?:"([^"]*)"|'([^']*)')\\s*)?$`, "i");
const CONDITION = new RegExp(`^(${PATH})(?:\\s*(==|>)\\s*(?:(\\d+)|"([^"]*)"))?$`, "i");
const LOOP = new RegExp(`^([a-z_]\\w*)\\s+in\\s+(${PATH})(?:\\s+limit:\\s*(\\d+))?$`, "i");
/** Words that mean something of their own. */
const RESERVED = /^(true|false|nil|null|empty|blank|forloop|first|last|size)$/i;
/** What changes more than its own place. */
const WHOLE = /\{[{%]-|-[%}]\}|\{%\s*(assign|capture|raw|comment|#)|\bforloop\b|\{%\s*(break|continue)\b/;
const PIECES = /\{\{([\s\S]*?)\}\}|\{%\s*(\w+)\s*([\s\S]*?)\s*%\}/g;

/** A template that can be filled in. @throws ParseError of LiquidJS for what is no Liquid. */
export function programOf(source: string, liquid: Liquid): Program {
  const templates = liquid.parse(source);
  if (WHOLE.test(source)) return byLiquid(liquid, templates);
  const steps = new Planner(source, liquid).plan();
  return steps ? (scope) => run(steps, scope) : byLiquid(liquid, templates);
}

type Step = string | Program;
type Piece = { start: number; end: number; output?: string; tag?: string; rest: string };

function byLiquid(liquid: Liquid, templates: Template[]): Program {
  return (scope) => liquid.renderSync(templates, scope) as string;
}

function run(steps: readonly Step[], scope: Scope): string {
  let text = "";
  for (const step of steps) text += typeof step === "string" ? step : step(scope);
  return text;
}

const CLOSERS: Readonly<Record<string, string>> = {
  if: "endif",
  for: "endfor",
  case: "endcase",
  unless: "endunless",
};

class Planner {
  readonly #pieces: Piece[];
  #at = 0;

  constructor(
    readonly source: string,
    readonly liquid: Liquid,
  ) {
    this.#pieces = [...source.matchAll(PIECES)].map(({ index, 0: whole, 1: output, 2: tag, 3: rest }) => ({
      start: index,
      end: index + whole.length,
      ...(output === undefined ? {} : { output }),
      ...(tag === undefined ? {} : { tag }),
      rest: rest ?? "",
    }));
  }

  /** Null when the pieces do not fit together as seen from here. */
  plan(): Step[] | null {
    try {
      const { steps, end } = this.#until(0, []);
      return end === null ? steps : null;
    } catch {
      return null;
    }
  }

  /** Steps up to a closing tag; `end` is that tag. */
  #until(from: number, closers: readonly string[]): { steps: Step[]; end: Piece | null } {
    const steps: Step[] = [];
    let position = from;
    for (let piece = this.#pieces[this.#at]; piece; piece = this.#pieces[this.#at]) {
      if (piece.start > position) steps.push(this.source.slice(position, piece.start));
      this.#at += 1;
      if (piece.tag && closers.includes(piece.tag)) return { steps, end: piece };
      const made = piece.tag ? this.#tag(piece) : { step: this.#output(piece), end: piece.end };
      steps.push(made.step);
      position = made.end;
    }
    if (closers.length > 0) throw new Error("not closed");
    if (position < this.source.length) steps.push(this.source.slice(position));
    return { steps, end: null };
  }

  #output({ output = "", start, end }: Piece): Step {
    const [, path = "", one, other] = OUTPUT.exec(output) ?? [];
    const read = path && readerOf(path);
    if (!read) return this.#piecewise(start, end);
    const escape = this.liquid.options.outputEscape ? escapeHtml : (text: string) => text;
    const instead = one ?? other;
    if (instead === undefined) return (scope) => escape(toText(read(scope)));
    const shown = escape(instead);
    return (scope) => {
      const value = read(scope);
      return isNothing(value) ? shown : escape(toText(value));
    };
  }

  #tag(piece: Piece): { step: Step; end: number } {
    const before = this.#at;
    const planned = piece.tag === "if" ? this.#if(piece) : piece.tag === "for" ? this.#for(piece) : null;
    if (planned) return planned;
    this.#at = before;
    const end = this.#endOf(piece);
    return { step: this.#piecewise(piece.start, end), end };
  }

  #if(opening: Piece): { step: Step; end: number } | null {
    const branches: { test: (scope: Scope) => boolean; steps: Step[] }[] = [];
    for (let piece = opening; ;) {
      const test = piece.tag === "else" ? () => true : conditionOf(piece.rest);
      if (!test) return null;
      const { steps, end } = this.#until(piece.end, ["elsif", "else", "endif"]);
      branches.push({ test, steps });
      if (!end) return null;
      if (end.tag === "endif") return { step: (scope) => chosen(branches, scope), end: end.end };
      piece = end;
    }
  }

  #for({ rest, end: from }: Piece): { step: Step; end: number } | null {
    const [, item = "", path = "", limit] = LOOP.exec(rest) ?? [];
    const read = path && !RESERVED.test(item) && readerOf(path);
    if (!read) return null;
    const { steps, end } = this.#until(from, ["else", "endfor"]);
    if (end?.tag !== "endfor") return null;
    const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
    const step = (scope: Scope) => {
      const list = read(scope);
      if (!Array.isArray(list)) return "";
      let text = "";
      for (const value of list.slice(0, most) as unknown[]) text += run(steps, { ...scope, [item]: value });
      return text;
    };
    return { step, end: end.end };
  }

  /** Where a tag ends that LiquidJS is to see whole. */
  #endOf(opening: Piece): number {
    const closer = CLOSERS[opening.tag ?? ""];
    if (!closer) throw new Error(`${opening.tag ?? ""} stands alone`);
    for (let depth = 1; ;) {
      const piece = this.#pieces[this.#at];
      if (!piece) throw new Error("not closed");
      this.#at += 1;
      if (piece.tag === opening.tag) depth += 1;
      if (piece.tag === closer && (depth -= 1) === 0) return piece.end;
    }
  }

  #piecewise(start: number, end: number): Program {
    return byLiquid(this.liquid, this.liquid.parse(this.source.slice(start, end)));
  }
}

function chosen(
  branches: readonly { test: (scope: Scope) => boolean; steps: readonly Step[] }[],
  scope: Scope,
): string {
  for (const { test, steps } of branches) if (test(scope)) return run(steps, scope);
  return "";
}

function conditionOf(source: string): ((scope: Scope) => boolean) | null {
  const [, path = "", operator, number, text] = CONDITION.exec(source.trim()) ?? [];
  const isSize = path.endsWith(".size");
  const read = path && readerOf(isSize ? path.slice(0, -".size".length) : path);
  if (!read) return null;
  if (isSize) {
    const least = Number(number ?? 0);
    if (operator !== ">") return null;
    return (scope) => {
      const list = read(scope);
      return Array.isArray(list) && list.length > least;
    };
  }
  if (operator === undefined) return (scope) => Boolean(read(scope));
  const wanted = number === undefined ? text : Number(number);
  return operator === "==" ? (scope) => read(scope) === wanted : null;
}

/** Reads a dotted path of own properties; null for paths with words that mean something else. */
function readerOf(path: string): ((scope: Scope) => unknown) | null {
  const names = path.split(".");
  if (names.some((name) => RESERVED.test(name))) return null;
  const [first = "", second] = names;
  if (second === undefined) return (scope) => own(scope, first);
  if (names.length === 2) return (scope) => own(own(scope, first), second);
  return (scope) => names.reduce<unknown>(own, scope);
}

function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Scope)[name]
    : undefined;
}

/** As the filter `default` means it. */
function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

/** As Liquid writes values out. */
function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(toText).join("");
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "") : text;
}
