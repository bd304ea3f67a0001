import type { IdTokens } from "./id-token";

const RETRY_HEADER = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE_HEADER = "X-Shopify-API-Request-Failure-Reauthorize-Url";

type Setting = {
  nativeFetch: typeof fetch;
  tokens: IdTokens;
  /** Only requests to it are authenticated. */
  appOrigin: string;
  /** Leaves the frame. */
  openTop: (url: string) => void;
};

function authenticated(request: Request, token: string): Request {
  const signed = new Request(request);
  signed.headers.set("Authorization", `Bearer ${token}`);
  signed.headers.set("X-Requested-With", "XMLHttpRequest");
  return signed;
}

/**
 * `fetch` of an embedded document: adds the id token to requests to the app itself, repeats a request once when the
 * app says that the token was not good, and follows the app's wish to leave the frame.
 */
export function authenticatedFetch({ nativeFetch, tokens, appOrigin, openTop }: Setting): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const isForeign = new URL(request.url).origin !== appOrigin;
    if (isForeign || request.headers.has("Authorization")) return nativeFetch(input, init);
    const spare = request.clone();
    let response = await nativeFetch(authenticated(request, await tokens.current()));
    if (response.headers.get(RETRY_HEADER) === "1") {
      response = await nativeFetch(authenticated(spare, await tokens.fresh()));
    }
    const elsewhere = response.headers.get(REAUTHORIZE_HEADER);
    if (elsewhere) openTop(elsewhere);
    return response;
  };
}
