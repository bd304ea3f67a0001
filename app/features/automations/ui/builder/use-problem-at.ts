import { problemsAt } from "../../rules/problem-place";
import { useBuilder } from "./builder-context";

/** What is wrong with a field, in words, ready to be spread onto it; nothing when it is right. */
export function useProblemAt(): (place: string) => { error?: string } {
  const { problems, problemWords } = useBuilder();
  return (place) => {
    const [first] = problemsAt(problems, place);
    return first ? { error: problemWords(first) } : {};
  };
}
