/**
 * The variant a person is written to in: their language, its base (`pt-BR` → `pt`), another of the same base, the shop's
 * language and its base, English, else whichever comes first.
 *
 * @param available At least one.
 * @throws RangeError when there is none.
 */
export function chooseVariant(
  available: readonly string[],
  { wanted, shopLanguage }: { wanted: string | null; shopLanguage: string | null },
): string {
  for (const tag of [wanted, shopLanguage, "en"]) {
    const found = tag ? findVariant(available, tag) : null;
    if (found) return found;
  }
  const [first] = [...available].sort();
  if (first === undefined)
    throw new RangeError("a template must have a variant in at least one language, got none");
  return first;
}

function findVariant(available: readonly string[], tag: string): string | null {
  const wanted = tag.replaceAll("_", "-").toLowerCase();
  const base = baseOf(wanted);
  const same = (test: (tag: string) => boolean) => available.find((one) => test(one.toLowerCase())) ?? null;
  return same((one) => one === wanted) ?? same((one) => one === base) ?? same((one) => baseOf(one) === base);
}

function baseOf(tag: string): string {
  return tag.split("-")[0] ?? tag;
}
