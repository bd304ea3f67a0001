import "@shopify/shopify-app-remix/adapters/node";

import { ApiVersion, AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import { PrismaSessionStorage } from "@shopify/shopify-app-session-storage-prisma";

import { SECRET } from "../requests";
import { prisma } from "./database";

/** As the template's `shopify.server.ts`. */
export const shopify = shopifyApp({
  apiKey: "bench-client-id",
  apiSecretKey: SECRET,
  apiVersion: ApiVersion.October25,
  scopes: ["read_orders", "read_customers"],
  appUrl: "https://bench.example.com",
  authPathPrefix: "/auth",
  sessionStorage: new PrismaSessionStorage(prisma),
  distribution: AppDistribution.AppStore,
});
