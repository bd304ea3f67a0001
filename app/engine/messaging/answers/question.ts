/** A question of one click that a mail asks: one answer is chosen out of a few. */
export type Question = {
  /** Kebab case; answers are stored with it for good. */
  key: string;
  /** Its texts: `<textNamespace>:questions.<key>`, `.ask` and `.answers.<answer>`. */
  textNamespace: string;
  /** In the order in which they are offered. Kebab case. */
  answers: readonly string[];
};

let questions = new Map<string, Question>();

/**
 * Makes the questions of the features known; called once by the composition.
 *
 * @throws Error when two share a key.
 */
export function registerQuestions(all: readonly Question[]): void {
  questions = new Map();
  for (const question of all) {
    if (questions.has(question.key)) throw new Error(`two questions are named "${question.key}"`);
    questions.set(question.key, question);
  }
}

/** Every question there is, in the order in which features were registered. */
export function listQuestions(): Question[] {
  return [...questions.values()];
}

/** A question by its key; null when nobody asks it (any more). */
export function findQuestion(key: string): Question | null {
  return questions.get(key) ?? null;
}
