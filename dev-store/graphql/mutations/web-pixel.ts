import type { AppConfig, PixelExtension, WebPixel } from "../../state/app-model";
import type { Resolver } from "../context";
import { gid, idOf } from "../gid";
import { type UserError, userError } from "../user-error";

/** `webPixelCreate`: an app has one pixel in a shop, if it was deployed with one. */
export const createWebPixel: Resolver<unknown> = (_source, { args, context: { app, store } }) => {
  if (store.webPixel) return refused(userError(["webPixel"], "Web pixel is taken.", "TAKEN"));
  const read = readSettings(app, args["webPixel"]);
  if (read.kind === "refused") return refused(read.error);
  store.webPixel = { id: store.nextId(), settings: read.settings };
  return { webPixel: shown(store.webPixel), userErrors: [] };
};

/** `webPixelUpdate`: replaces its settings. */
export const updateWebPixel: Resolver<unknown> = (_source, { args, context: { app, store } }) => {
  const pixel = store.webPixel;
  if (!pixel || pixel.id !== idOf("WebPixel", args["id"])) return refused(NOT_FOUND);
  const read = readSettings(app, args["webPixel"]);
  if (read.kind === "refused") return refused(read.error);
  pixel.settings = read.settings;
  return { webPixel: shown(pixel), userErrors: [] };
};

/** `webPixelDelete` */
export const deleteWebPixel: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const pixel = store.webPixel;
  if (!pixel || pixel.id !== idOf("WebPixel", args["id"]))
    return { deletedWebPixelId: null, userErrors: [NOT_FOUND] };
  store.webPixel = null;
  return { deletedWebPixelId: gid("WebPixel", pixel.id), userErrors: [] };
};

/** The pixel as queries show it. */
export function shown({ id, settings }: WebPixel): { id: string; settings: string } {
  return { id: gid("WebPixel", id), settings: JSON.stringify(settings) };
}

const NOT_FOUND = userError(["id"], "Web pixel not found.", "NOT_FOUND");

function refused(error: UserError) {
  return { webPixel: null, userErrors: [error] };
}

type Read = { kind: "settings"; settings: Record<string, string> } | { kind: "refused"; error: UserError };

/** The settings of an input, which come as JSON or as a text that holds it, checked against the extension. */
function readSettings({ pixel }: AppConfig, input: unknown): Read {
  const no = (message: string, code: string): Read => ({
    kind: "refused",
    error: userError(["webPixel", "settings"], message, code),
  });
  if (!pixel) return no("No web pixel extension was found for this app.", "NO_EXTENSION");
  const { settings } = input as { settings: unknown };
  const parsed = typeof settings === "string" ? parseJson(settings) : settings;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return no("Settings must be a JSON object.", "INVALID_CONFIGURATION_JSON");
  const problem = findProblem(pixel, parsed as Record<string, unknown>);
  return problem === null
    ? { kind: "settings", settings: parsed as Record<string, string> }
    : no(problem, "INVALID_SETTINGS");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function findProblem({ fields }: PixelExtension, settings: Record<string, unknown>): string | null {
  const unknown = Object.keys(settings).find((key) => !fields.some((field) => field.key === key));
  if (unknown !== undefined) return `Settings has an unknown field ${unknown}.`;
  for (const { key, validations } of fields) {
    const value = settings[key] ?? "";
    if (typeof value !== "string") return `Settings ${key} must be a text.`;
    for (const { name, value: bound } of validations) {
      if (name === "min" && value.length < Number(bound)) return `Settings ${key} is too short.`;
      if (name === "max" && value.length > Number(bound)) return `Settings ${key} is too long.`;
      if (name === "regex" && !new RegExp(bound).test(value))
        return `Settings ${key} is in the wrong format.`;
    }
  }
  return null;
}
