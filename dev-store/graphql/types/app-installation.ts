import type { AppConfig, Installation } from "../../state/app-model";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { appNumber, metafieldFields } from "./metafield";

const scopeRecord = (handle: string) => ({ handle, description: handle.replaceAll("_", " ") });

export const appInstallationTypes = {
  AppInstallation: {
    id: (installation) => gid("AppInstallation", installation.id),
    app: (_installation, { context: { app } }) => app,
    accessScopes: ({ scopes }) => scopes.map(scopeRecord),
    launchUrl: (_installation, { context: { app } }) => app.applicationUrl,
    activeSubscriptions: () => [],
    uninstallUrl: () => null,
    ...metafieldFields<Installation>("AppInstallation", ({ id }) => id),
  } satisfies TypeResolvers<Installation>,

  App: {
    id: (app) => gid("App", appNumber(app)),
    apiKey: (app) => app.clientId,
    title: (app) => app.name,
    embedded: () => true,
    features: () => [],
    developerType: () => "PARTNER",
    publicCategory: () => "PUBLIC",
    published: () => false,
    previouslyInstalled: () => false,
    shopifyDeveloped: () => false,
    isPostPurchaseAppInUse: () => false,
    requestedAccessScopes: ({ scopes }) => scopes.map(scopeRecord),
    optionalAccessScopes: () => [],
    webhookApiVersion: (app) => app.apiVersion,
    installation: (_app, { context: { store } }) => store.installation,
  } satisfies TypeResolvers<AppConfig>,
};
