import type { LiftState, SplitVerdict } from "../schema";

/**
 * Which arm of a split is better, from what each of the others says beside the first one.
 *
 * An arm is better when it brings more than the first one and no other such arm brings more a person; the first one is,
 * when all others bring less. Nothing is said before every arm was judged.
 */
export function decideSplit(
  lifts: readonly { arm: string; lift: LiftState }[],
  firstArm: string,
): SplitVerdict {
  const judged = [];
  for (const { arm, lift } of lifts) {
    if (lift.kind === "not-enough-data")
      return { kind: "too-early", neededCount: lift.neededCount, readyAt: lift.readyAt };
    judged.push({ arm, ...lift });
  }
  const [best] = judged.sort((a, b) => b.treatedMeanMinor - a.treatedMeanMinor);
  if (!best) return { kind: "too-early", neededCount: null, readyAt: null };
  const { arm, treatedMeanMinor, controlMeanMinor } = best;
  const winner = judged.find(({ kind }) => kind === "lift");
  if (winner)
    return {
      ...{ kind: "better", arm: winner.arm, meanMinor: winner.treatedMeanMinor },
      ...{ otherArm: firstArm, otherMeanMinor: winner.controlMeanMinor },
    };
  if (judged.every(({ kind }) => kind === "drop"))
    return {
      ...{ kind: "better", arm: firstArm, meanMinor: controlMeanMinor },
      ...{ otherArm: arm, otherMeanMinor: treatedMeanMinor },
    };
  return { kind: "no-difference" };
}
