import type { RequestHandler } from "express";

/** Refuses what another site's page posts: browsers name the page's origin, and the admin's own is the host itself. */
export const sameOriginOnly: RequestHandler = (request, response, next) => {
  const { origin } = request.headers;
  const isOwn =
    origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
  if (isOwn) return next();
  response.status(403).type("text").send("Only pages of the stand-in admin may do this");
};
