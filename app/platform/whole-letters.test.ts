import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import { createElement } from "react";
import { renderToPipeableStream, renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { WholeLetters } from "./whole-letters.server";

/** Fields of many lengths, so that pieces end within letters. */
const PAGE = createElement(
  "form",
  null,
  Array.from({ length: 600 }, (_, index) =>
    createElement("input", {
      key: index,
      placeholder: `${"x".repeat(index % 7)}День рождения, żółć ${index}`,
    }),
  ),
);

function stream(through: PassThrough | WholeLetters): Promise<string> {
  const { pipe } = renderToPipeableStream(PAGE, { onShellReady: () => pipe(through) });
  return text(through);
}

test("a page that React writes in pieces has all its letters, and nothing between them", async () => {
  // Once React does so by itself, this says that nothing has to be done about it any more.
  expect(await stream(new PassThrough())).toContain("\0");
  expect(await stream(new WholeLetters())).toBe(renderToStaticMarkup(PAGE));
});
