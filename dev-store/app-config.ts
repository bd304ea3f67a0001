import { readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { z } from "zod";

import { readFlowExtension } from "./flow/extension";
import { readPixelExtension } from "./pixel-extension";
import type { AppConfig } from "./state/app-model";
import { readThemeExtension } from "./theme-extension";

const subscriptionSchema = z.object({
  topics: z.array(z.string()).default([]),
  compliance_topics: z.array(z.string()).default([]),
  uri: z.string().regex(/^(\/|https?:\/\/)/, "only HTTP addresses are delivered to in the dev-store"),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,50}$/)
    .optional(),
  include_fields: z.array(z.string()).optional(),
  filter: z.never({ message: "webhook filters are not in the dev-store yet" }).optional(),
});

const eventSchema = z.object({
  handle: z.string().regex(/^[A-Za-z0-9_-]{1,50}$/),
  topic: z.enum(["Customer", "Order", "Product"]),
  actions: z.array(z.enum(["create", "update", "delete"])).nonempty(),
  uri: z.string().regex(/^(\/|https?:\/\/)/, "only HTTP addresses are delivered to in the dev-store"),
  query: z.string().optional(),
  triggers: z.never({ message: "triggers of events are not in the dev-store yet" }).optional(),
  query_filter: z.never({ message: "filters of events are not in the dev-store yet" }).optional(),
});

const configSchema = z.object({
  client_id: z.string(),
  name: z.string(),
  handle: z.string().optional(),
  application_url: z.string().url(),
  access_scopes: z
    .object({ scopes: z.string().default(""), optional_scopes: z.array(z.string()).default([]) })
    .default({}),
  app_proxy: z
    .object({
      url: z.string().url(),
      subpath: z.string().regex(/^[A-Za-z0-9_-]{1,30}$/),
      prefix: z.enum(["a", "apps", "community", "tools"]),
    })
    .optional(),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z.array(subscriptionSchema).default([]),
  }),
  events: z.object({ api_version: z.string(), subscription: z.array(eventSchema).default([]) }).optional(),
});

export type AppConfigOverrides = {
  /** The file never holds the secret. */
  clientSecret: string;
  clientId?: string | undefined;
  applicationUrl?: string | undefined;
};

function handleOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * The app as Shopify knows it after a deploy of `shopify.app.toml`. Mandatory privacy topics
 * become subscriptions like the others; relative addresses stay relative to the application URL.
 * @throws ZodError naming the key when the file is not in the documented format.
 */
export function parseAppConfig(toml: string, overrides: AppConfigOverrides): AppConfig {
  const file = configSchema.parse(parse(toml));
  return {
    clientId: overrides.clientId ?? file.client_id,
    clientSecret: overrides.clientSecret,
    handle: file.handle ?? handleOf(file.name),
    name: file.name,
    applicationUrl: (overrides.applicationUrl ?? file.application_url).replace(/\/+$/, ""),
    apiVersion: file.webhooks.api_version,
    scopes: file.access_scopes.scopes
      .split(",")
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ""),
    ...(file.access_scopes.optional_scopes.length > 0
      ? { optionalScopes: file.access_scopes.optional_scopes }
      : {}),
    ...(file.app_proxy
      ? {
          proxy: {
            path: `/${file.app_proxy.prefix}/${file.app_proxy.subpath}`,
            target: new URL(file.app_proxy.url).pathname.replace(/\/$/, ""),
          },
        }
      : {}),
    subscriptions: file.webhooks.subscriptions.flatMap((subscription) =>
      [...subscription.topics, ...subscription.compliance_topics].map((topic) => ({
        topic,
        uri: subscription.uri,
        includeFields: subscription.include_fields ?? null,
        name: subscription.name ?? null,
      })),
    ),
    ...(file.events
      ? {
          events: file.events.subscription.map(({ handle, topic, actions, uri, query }) => ({
            handle,
            topic,
            actions,
            uri,
            query: query ?? null,
          })),
        }
      : {}),
  };
}

/** `parseAppConfig` of a file, with the extensions that are deployed beside it. */
export function readAppConfig(path: string, overrides: AppConfigOverrides): AppConfig {
  return {
    ...parseAppConfig(readFileSync(path, "utf8"), overrides),
    pixel: readPixelExtension(path),
    flow: readFlowExtension(path),
    theme: readThemeExtension(path),
  };
}
