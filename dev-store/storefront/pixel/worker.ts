/*
 * The strict sandbox: a worker in which an app's pixel runs, with the API that Shopify's gives it and no document.
 */
import type { FromWorker, Privacy, ToWorker } from "./page-data";

type Heard = (event: unknown) => void;
type Api = Record<string, unknown>;
type Sandbox = {
  importScripts: (url: string) => void;
  shopify: { extend: (point: string, run: (api: Api) => void) => void };
  onmessage: ((message: MessageEvent<ToWorker>) => void) | null;
  postMessage: (message: FromWorker) => void;
};

const sandbox = self as unknown as Sandbox;
const listeners = new Map<string, Heard[]>();
const consentListeners: Heard[] = [];
/** What was published before somebody subscribed to it is told then. */
const past: (Record<string, unknown> & { name: string })[] = [];
const waiting = new Map<number, (value: unknown) => void>();
let calls = 0;

function subscribe(name: string, heard: Heard): () => boolean {
  listeners.set(name, [...(listeners.get(name) ?? []), heard]);
  for (const event of past) if (event.name === name) heard(event);
  return () => {
    listeners.set(
      name,
      (listeners.get(name) ?? []).filter((one) => one !== heard),
    );
    return true;
  };
}

function ask(store: FromWorker["store"], method: string, args: string[]): Promise<unknown> {
  calls += 1;
  const call = calls;
  return new Promise((resolve) => {
    waiting.set(call, resolve);
    sandbox.postMessage({ call, store, method, args });
  });
}

function storageOf(store: "localStorage" | "sessionStorage") {
  return {
    getItem: (key: string) => ask(store, "getItem", [key]),
    setItem: (key: string, value: string) => ask(store, "setItem", [key, value]),
    removeItem: (key: string) => ask(store, "removeItem", [key]),
  };
}

const browser = {
  cookie: {
    get: (name: string) => ask("cookie", "get", [name]),
    set: (name: string, value: string) => ask("cookie", "set", [name, value]),
  },
  sendBeacon: (url: string, body = "") => ask("beacon", "send", [url, body]),
  localStorage: storageOf("localStorage"),
  sessionStorage: storageOf("sessionStorage"),
};

function start(init: Record<string, unknown>, settings: Record<string, string>): void {
  const customerPrivacy = {
    subscribe: (name: string, heard: Heard) => {
      if (name === "visitorConsentCollected") consentListeners.push(heard);
      return () => true;
    },
  };
  sandbox.shopify = {
    extend: (point, run) => {
      if (point !== "WebPixel::Render") throw new Error(`No extension point is called ${point}`);
      run({ analytics: { subscribe }, browser, customerPrivacy, init, settings });
    },
  };
  sandbox.importScripts("/pixel-sandbox/extension.js");
}

function collect(customerPrivacy: Privacy): void {
  for (const heard of consentListeners) heard({ customerPrivacy });
}

sandbox.onmessage = ({ data: message }) => {
  switch (message.kind) {
    case "start":
      return start(message.init, message.settings);
    case "event":
      past.push(message.event);
      return (listeners.get(message.event.name) ?? []).forEach((heard) => heard(message.event));
    case "consent":
      return collect(message.customerPrivacy);
    case "answer":
      waiting.get(message.call)?.(message.value);
      waiting.delete(message.call);
  }
};
