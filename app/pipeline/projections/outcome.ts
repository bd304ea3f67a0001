/** Where and why a payload could not be used. */
export type Problem = {
  /** `line_items.0.price`; `$` for the whole. */
  path: string;
  /** What stood there, as JSON, shortened. */
  value: string;
  message: string;
};

/** What became of one delivery. */
export type ProjectionOutcome =
  | { kind: "projected" }
  /** Nothing to do: a topic nobody handles, or an older version of what is stored. */
  | { kind: "ignored"; reason: string }
  /** The unsigned topic header does not fit the signed body. */
  | { kind: "refused"; problem: Problem }
  /** A person or a newer release must look at it. */
  | { kind: "dead"; problem: Problem };

const VALUE_LENGTH = 80;

/** The JSON of a value, cut to 80 characters: enough to find it, too little to keep a person's data by the page. */
export function excerpt(value: unknown): string {
  const json = JSON.stringify(value) ?? "undefined";
  return json.length > VALUE_LENGTH ? `${json.slice(0, VALUE_LENGTH - 1)}…` : json;
}

/** Thrown by mappings: this payload can never be projected as it is. */
export class PayloadProblem extends Error {
  readonly problem: Problem;

  constructor(path: string, value: unknown, message: string) {
    super(`${path}: ${message}`);
    this.name = "PayloadProblem";
    this.problem = { path, value: excerpt(value), message };
  }
}
