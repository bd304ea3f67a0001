import { expect, test } from "vitest";

import { contrast, heatColours } from "./heat";

const rgb = (css: string) => css.match(/\d+/g)?.map(Number) as [number, number, number];

test("text on every shade has the contrast WCAG asks of small text", () => {
  for (let step = 0; step <= 100; step += 1) {
    const { background, color } = heatColours(step / 100);
    expect(contrast(rgb(background), rgb(color)), `at ${step} %`).toBeGreaterThanOrEqual(4.5);
  }
});

test("black on white has the greatest contrast there is", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
});

test("intensities outside 0…1 get the colours of the ends", () => {
  expect(heatColours(-1)).toEqual(heatColours(0));
  expect(heatColours(7)).toEqual(heatColours(1));
});
