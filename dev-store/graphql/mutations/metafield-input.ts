import { type UserError, userError } from "../user-error";

const RESERVED = ["shopify_standard", "protected", "shopify-l10n-fields"];

/** What is wrong with a metafield's namespace or key; null = nothing. */
export function identityProblem({ namespace, key }: { namespace: string; key: string }): UserError | null {
  if (RESERVED.includes(namespace)) {
    return userError(["namespace"], `Namespace ${namespace} is a reserved namespace`);
  }
  return (
    lengthProblem("namespace", namespace, { min: 3, max: 255 }) ??
    lengthProblem("key", key, { min: 2, max: 64 })
  );
}

function lengthProblem(name: "namespace" | "key", text: string, { min, max }: { min: number; max: number }) {
  const title = name === "key" ? "Key" : "Namespace";
  if (text.length < min) {
    return userError([name], `${title} is too short (minimum is ${min} characters)`, "TOO_SHORT");
  }
  return text.length > max
    ? userError([name], `${title} is too long (maximum is ${max} characters)`, "TOO_LONG")
    : null;
}

type Rule = { fits: (value: string) => boolean; message: string };

const RULES: Record<string, Rule> = {
  boolean: {
    fits: (value) => value === "true" || value === "false",
    message: "Value must be true or false.",
  },
  color: { fits: (value) => /^#[0-9a-f]{6}$/i.test(value), message: "Value must be a hex color code." },
  date: { fits: (value) => isDate(value), message: "Value must be in YYYY-MM-DD format." },
  date_time: {
    fits: (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value)),
    message: "Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00",
  },
  json: { fits: isJson, message: "Value is invalid JSON." },
  number_decimal: {
    fits: (value) => /^-?\d{1,13}(\.\d{1,9})?$/.test(value),
    message: "Value must be a decimal.",
  },
  number_integer: { fits: (value) => /^-?\d{1,16}$/.test(value), message: "Value must be an integer." },
  single_line_text_field: {
    fits: (value) => !/[\r\n]/.test(value),
    message: "Value must be a single line text string.",
  },
};

const MAX_BYTES = 65_536;
const MAX_JSON_BYTES = 131_072;

/** What is wrong with a value of the type; null = nothing. Types without a rule here take any text. */
export function valueProblem(type: string, value: string): UserError | null {
  if (value === "") return userError(["value"], "Value can't be blank.", "INVALID_VALUE");
  const rule = RULES[type];
  if (rule && !rule.fits(value)) return userError(["value"], rule.message, "INVALID_VALUE");
  const limit = type === "json" ? MAX_JSON_BYTES : MAX_BYTES;
  return Buffer.byteLength(value) > limit
    ? userError(["value"], `Value is too long (maximum is ${limit} bytes).`, "TOO_LONG")
    : null;
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
