import { type FromAdmin, type FromApp, unwrap, wrap } from "../protocol";

type Handler<Kind extends FromApp["kind"]> = (message: Extract<FromApp, { kind: Kind }>) => void;

export type AppWindow = {
  send(message: FromAdmin): void;
  on<Kind extends FromApp["kind"]>(kind: Kind, handler: Handler<Kind>): void;
};

/** Speaks with the app in the frame, and with no other window or origin. */
export function connectToApp(frame: HTMLIFrameElement, appOrigin: string): AppWindow {
  const handlers = new Map<string, (message: never) => void>();
  addEventListener("message", (event) => {
    if (event.origin !== appOrigin || event.source !== frame.contentWindow) return;
    const message = unwrap<FromApp>(event.data);
    if (message) handlers.get(message.kind)?.(message as never);
  });
  return {
    send: (message) => frame.contentWindow?.postMessage(wrap(message), appOrigin),
    on: (kind, handler) => void handlers.set(kind, handler),
  };
}
