import express, { type Express, type Router } from "express";

import { adminFrameRouter } from "./admin-frame/router";
import { serveBulkFile } from "./bulk/bulk-file";
import type { DevStoreContext } from "./context";
import { type ControlHandles, controlRouter } from "./control/router";
import { handleGraphql } from "./graphql/handle-graphql";
import { oauthRouter } from "./oauth/router";

const MAX_DOCUMENT = "10mb";

function graphqlRouter({ store, app, urls }: DevStoreContext): Router {
  const router = express.Router();
  router.post(
    "/admin/api/:version/graphql.json",
    express.json({ limit: MAX_DOCUMENT }),
    (request, response) => {
      const answer = handleGraphql(
        store,
        {
          body: request.body as unknown,
          accessToken: request.get("x-shopify-access-token") ?? null,
          version: request.params.version,
        },
        { app, baseUrl: urls.api },
      );
      response.status(answer.status).set(answer.headers).send(JSON.stringify(answer.body));
    },
  );
  router.get("/bulk-files/:file", (request, response) => {
    const file = serveBulkFile(store, request.params.file);
    response.status(file.status).set(file.headers).send(file.body);
  });
  return router;
}

/** Everything the API server answers: Admin GraphQL, OAuth, bulk files, control, and the admin for people. */
export function apiServer(ctx: DevStoreContext, control: ControlHandles): Express {
  const server = express();
  server.disable("x-powered-by");
  server.use(graphqlRouter(ctx), oauthRouter(ctx));
  server.use("/__control", controlRouter(ctx, control));
  server.use(adminFrameRouter(ctx));
  return server;
}
