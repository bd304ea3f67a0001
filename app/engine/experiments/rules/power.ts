import { probit } from "simple-statistics";

/** Four times in five a difference that is there is to be found. */
const POWER = 0.8;

const zOf = (confidence: number) => probit(1 - (1 - confidence) / 2) + probit(POWER);

/** The smallest difference per person that is found four times in five, with this standard error. */
export function visibleDifference(standardError: number, confidence: number): number {
  return zOf(confidence) * standardError;
}

/**
 * People that the smaller arm needs, so that a difference is found four times in five.
 *
 * n = z² · sd² · (1 + 1 ÷ ratio) ÷ difference², rounded up.
 *
 * @param input.deviation Standard deviation of revenue per person.
 * @param input.difference Per person, above 0.
 * @param input.ratio People of the larger arm for each of the smaller one: 19 for a holdout of 5 %.
 * @throws RangeError when the difference or the ratio is not above 0.
 */
export function neededPeople({
  deviation,
  difference,
  ratio,
  confidence,
}: {
  deviation: number;
  difference: number;
  ratio: number;
  confidence: number;
}): number {
  if (!(difference > 0)) throw new RangeError(`expected a difference above 0, got ${difference}`);
  if (!(ratio > 0)) throw new RangeError(`expected a ratio above 0, got ${ratio}`);
  return Math.ceil((zOf(confidence) ** 2 * deviation ** 2 * (1 + 1 / ratio)) / difference ** 2);
}
