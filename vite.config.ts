import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * Builds both entries (web and worker) in one graph with the Remix routes, so that they share one copy of every
 * module: one database client, one clock, one registry.
 */
function serverEntries(): Plugin {
  return {
    name: "perennial:server-entries",
    enforce: "post",
    config(config, { isSsrBuild }) {
      if (!isSsrBuild) return;
      config.build ??= {};
      config.build.target = "node22";
      config.build.rollupOptions = {
        ...config.build.rollupOptions,
        input: {
          server: "app/server.ts",
          worker: "app/worker.server.ts",
          "backfill-reader": "app/pipeline/projections/backfill/history/reader-thread.server.ts",
        },
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js", format: "esm" },
      };
    },
  };
}

/** In `vite dev` the webhook door stands in front of Remix, as in production. */
function webhookDoor(): Plugin {
  return {
    name: "perennial:webhook-door",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.startsWith("/webhooks")) {
          next();
          return;
        }
        server
          .ssrLoadModule("/app/door.server.ts")
          .then((module) =>
            (module as { handleWebhook: (req: unknown, res: unknown) => void }).handleWebhook(
              request,
              response,
            ),
          )
          .catch(next);
      });
      // One process hosts the worker too, so that `npm run dev` is all it takes.
      server.httpServer?.once("listening", () => {
        server
          .ssrLoadModule("/app/worker.server.ts")
          .catch((error: unknown) =>
            server.config.logger.error(`The worker did not start: ${String(error)}`),
          );
      });
    },
  };
}

const tunnelHost = process.env.SHOPIFY_APP_URL ? new URL(process.env.SHOPIFY_APP_URL).hostname : "localhost";

export default defineConfig({
  server: {
    port: Number(process.env.PORT ?? 3000),
    allowedHosts: [tunnelHost],
    hmr:
      tunnelHost === "localhost"
        ? { protocol: "ws", host: "localhost" }
        : { protocol: "wss", host: tunnelHost, clientPort: 443 },
    fs: { allow: ["app", "node_modules"] },
  },
  plugins: [
    webhookDoor(),
    remix({
      ignoredRouteFiles: ["**/.*", "**/*.test.{ts,tsx}"],
      future: {
        v3_fetcherPersist: true,
        // All routes are known at the start: a patch of the manifest that is under way when the admin replaces the
        // app's frame would fail, and a page would be known only by a second request.
        v3_lazyRouteDiscovery: false,
        v3_relativeSplatPath: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
    tsconfigPaths(),
    serverEntries(),
  ],
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1_000 },
  ssr: { noExternal: ["@shopify/polaris"] },
});
