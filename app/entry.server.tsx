import "./composition.server";

import { randomBytes } from "node:crypto";

import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";

import { getTexts } from "./platform/i18n.server";
import { logger } from "./platform/logger.server";
import { logRequestError } from "./platform/request-errors.server";
import { WholeLetters } from "./platform/whole-letters.server";
import { addDocumentResponseHeaders } from "./shopify.server";
import { NonceContext } from "./ui/nonce-context";

const ABORT_DELAY_MS = 5_000;

export default async function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  addDocumentResponseHeaders(request, { headers: responseHeaders, nonce });
  const texts = await getTexts(localeOf(remixContext));
  const waitForAll = isbot(request.headers.get("user-agent") ?? "");

  return new Promise((resolve, reject) => {
    let shellRendered = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <I18nextProvider i18n={texts}>
          <RemixServer context={remixContext} url={request.url} abortDelay={ABORT_DELAY_MS} nonce={nonce} />
        </I18nextProvider>
      </NonceContext.Provider>,
      {
        nonce,
        [waitForAll ? "onAllReady" : "onShellReady"]: () => {
          shellRendered = true;
          const body = new WholeLetters();
          responseHeaders.set("Content-Type", "text/html");
          resolve(
            new Response(createReadableStreamFromReadable(body), {
              headers: responseHeaders,
              status: responseStatusCode,
            }),
          );
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          responseStatusCode = 500;
          if (shellRendered) logger.error({ error: String(error) }, "rendering failed");
        },
      },
    );
    setTimeout(abort, ABORT_DELAY_MS);
  });
}

/** What pages and actions end with goes to the log; Remix alone would print it as it is. */
export function handleError(error: unknown, context: { request: Request }): void {
  logRequestError(error, context);
}

/** Routes put the reader's language into their data as `locale`. */
function localeOf(remixContext: EntryContext): string {
  const loaderData: Record<string, unknown> = remixContext.staticHandlerContext.loaderData;
  for (const data of Object.values(loaderData)) {
    if (typeof data === "object" && data !== null && "locale" in data && typeof data.locale === "string") {
      return data.locale;
    }
  }
  return "en";
}
