import { createElement, type ReactElement } from "react";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";

const ADDRESS = "https://perennial.example/";

/** A page inside a router, for components with forms, fetchers and the like. To be handed to `renderPage`. */
export async function routed(page: ReactElement): Promise<ReactElement> {
  const routes = [{ id: "page", path: "/", element: page }];
  const { query } = createStaticHandler(routes);
  const context = await query(new Request(ADDRESS));
  if (context instanceof Response) throw new Error("the router answered the request by itself");
  return createElement(StaticRouterProvider, {
    router: createStaticRouter(routes, context),
    context,
    hydrate: false,
  });
}
