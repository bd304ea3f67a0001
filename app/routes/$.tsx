/** An address that leads nowhere and is no page of a shop: mostly asked for by programs. */
export function loader(): Response {
  return new Response("Not found.\n", {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}
