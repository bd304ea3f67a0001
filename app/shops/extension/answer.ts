/*
 * Answers to extensions. They run in workers of Shopify's own origins, so every answer, a refusal too, must be readable
 * across origins. That opens nothing: no cookie goes with a request, only the session token it carries.
 */

/** Runs what answers an extension; whatever it throws as a Response is an answer too. A question beforehand is granted. */
export async function answerExtension(request: Request, work: () => Promise<Response>): Promise<Response> {
  if (request.method === "OPTIONS")
    return readable(new Response(null, { status: 204, headers: { "Access-Control-Max-Age": "7200" } }));
  try {
    return readable(await work());
  } catch (thrown) {
    if (thrown instanceof Response) return readable(thrown);
    throw thrown;
  }
}

/** An address that takes something in, asked to show something. */
export function answerOnlyPosts(request: Request): Promise<Response> {
  return answerExtension(request, () =>
    Promise.resolve(answer({ error: "not-posted" }, { status: 405, headers: { Allow: "POST" } })),
  );
}

/** JSON that no cache keeps. */
export function answer(body: unknown, init: ResponseInit = {}): Response {
  const response = Response.json(body, init);
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

function readable(response: Response): Response {
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
  response.headers.set("Access-Control-Allow-Methods", "GET, POST");
  return response;
}
