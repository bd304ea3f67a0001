import type { Comparison, Condition } from "../condition";
import type { FactInfo, FactParameter, FactType } from "../schema";

/** A condition in words, in the shape it has: a sentence per comparison, a heading per group. */
export type ConditionWords =
  { kind: "fact"; text: string } | { kind: "all" | "any" | "none"; heading: string; of: ConditionWords[] };

/** What words need beside the condition. */
export type Wording = {
  /** Texts by `<namespace>:<key>`, in the reader's language. */
  t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  findFact: (key: string) => FactInfo | null;
  /** What people call a value: a product's title, a country. Null: as it is. */
  nameOf: (value: string, names: FactInfo["names"]) => string | null;
  money: (amountMinor: number) => string;
  count: (count: number) => string;
  /** A day of the shop, YYYY-MM-DD. */
  day: (day: string) => string;
};

/** Puts a condition into words. A fact that is not known any more is named by its key. */
export function explainCondition(condition: Condition, wording: Wording): ConditionWords {
  if (condition.kind === "fact") return { kind: "fact", text: sentenceOf(condition, wording) };
  return {
    kind: condition.kind,
    heading: wording.t(`facts:group.${condition.kind}`),
    of: condition.of.map((part) => explainCondition(part, wording)),
  };
}

/** The words in one line: groups within groups in parentheses. */
export function toOneLine(words: ConditionWords, { t }: Pick<Wording, "t">): string {
  return lineOf(words, t, false);
}

function lineOf(words: ConditionWords, t: Wording["t"], isInside: boolean): string {
  if (words.kind === "fact") return words.text;
  if (words.of.length === 0) return t(`facts:line.empty-${words.kind}`);
  const parts = words.of.map((part) => lineOf(part, t, true));
  if (words.kind === "none") return t("facts:line.none", { parts: parts.join(t("facts:line.or")) });
  const line = parts.join(t(words.kind === "all" ? "facts:line.and" : "facts:line.or"));
  return isInside && parts.length > 1 ? `(${line})` : line;
}

/** What a fact is called, with what was chosen for it: `Number of orders (last 30 days)`. */
export function factPhrase(
  { fact, parameters }: Pick<Comparison, "fact" | "parameters">,
  wording: Wording,
): string {
  const known = wording.findFact(fact);
  if (!known) return fact;
  const label = factLabel(known, wording);
  const chosen = known.parameters
    .map((parameter) => parameterPhrase(parameter, parameters[parameter.name] ?? parameter.default, wording))
    .filter((phrase) => phrase !== "");
  return chosen.length === 0 ? label : `${label} (${chosen.join(", ")})`;
}

/** What a fact is called. */
export function factLabel({ key, textNamespace, naming }: FactInfo, { t }: Pick<Wording, "t">): string {
  return naming ? naming.label : t(`${textNamespace}:facts.${key}.label`);
}

function parameterPhrase(parameter: FactParameter, value: number | string, { t, nameOf }: Wording): string {
  switch (parameter.kind) {
    case "days":
      return value === 0 ? "" : t("facts:parameter.last-days", { count: Number(value) });
    case "count":
      return String(value);
    case "product":
    case "tag":
    case "text":
      return value === ""
        ? "…"
        : (nameOf(String(value), parameter.kind === "text" ? null : parameter.kind) ?? String(value));
  }
}

function sentenceOf(comparison: Comparison, wording: Wording): string {
  const { operator, operand } = comparison;
  const fact = factPhrase(comparison, wording);
  const known = wording.findFact(comparison.fact);
  const { t } = wording;
  if (!known) return t("facts:sentence.strange", { fact });
  if (operator === "known" || operator === "unknown") {
    return t(`facts:sentence.${known.type === "set" ? `set-${operator}` : operator}`, { fact });
  }
  if (operator === "within-days" || operator === "not-within-days") {
    return t(`facts:sentence.${operator}`, { fact, count: Number(operand ?? 0) });
  }
  const values = operandPhrases(operand, known, wording);
  return t(`facts:sentence.${operator}`, {
    fact,
    value: values.join(operator === "has-all" ? t("facts:line.and") : t("facts:line.or")),
    from: values[0],
    to: values[1] ?? "…",
  });
}

function operandPhrases(operand: Comparison["operand"], fact: FactInfo, wording: Wording): string[] {
  if (operand === null || operand === "") return ["…"];
  const values: readonly (number | string)[] = Array.isArray(operand) ? operand : [operand];
  return values.length === 0 ? ["…"] : values.map((value) => valuePhrase(value, fact, wording));
}

function valuePhrase(value: number | string, fact: FactInfo, wording: Wording): string {
  if (typeof value === "number") return numberPhrase(value, fact.type, wording);
  if (fact.type === "instant" || fact.type === "day") return wording.day(value);
  return choicePhrase(value, fact, wording);
}

function numberPhrase(value: number, type: FactType, { money, count }: Wording): string {
  return type === "money" && Number.isSafeInteger(value) ? money(value) : count(value);
}

/** What a value of a fact is called: of the few it has by its own texts, else by what it stands for. */
export function choicePhrase(
  value: string,
  { key, textNamespace, choices, names, naming }: FactInfo,
  { t, nameOf }: Pick<Wording, "t" | "nameOf">,
): string {
  if (naming) return naming.values[value] ?? value;
  if (choices.includes(value)) return t(`${textNamespace}:facts.${key}.values.${value}`);
  return nameOf(value, names) ?? value;
}
