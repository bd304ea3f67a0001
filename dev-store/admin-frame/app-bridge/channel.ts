import { type FromAdmin, type FromApp, type Questions, unwrap, wrap } from "../protocol";

type Listener<Kind extends FromAdmin["kind"]> = (message: Extract<FromAdmin, { kind: Kind }>) => void;

export type Channel = {
  send(message: FromApp): void;
  /** Resolves with the admin's answer, rejects with its reason. @param scopes Those asked for. */
  ask<Question extends keyof Questions>(question: Question, scopes?: string[]): Promise<Questions[Question]>;
  on<Kind extends FromAdmin["kind"]>(kind: Kind, listener: Listener<Kind>): void;
};

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };

/** Speaks with the admin that embeds this window, and listens to nobody else; says nothing when nobody embeds it. */
export function connectToAdmin(self: Window, adminOrigin: string): Channel {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((message: never) => void)[]>();
  let lastId = 0;

  const send = (message: FromApp) => {
    if (self.parent !== self) self.parent.postMessage(wrap(message), adminOrigin);
  };

  const settle = (message: Extract<FromAdmin, { id: number }>) => {
    const promise = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "answer") promise?.resolve(message.value as never);
    else promise?.reject(new Error(message.reason));
  };

  self.addEventListener("message", (event) => {
    if (event.origin !== adminOrigin || event.source !== self.parent) return;
    const message = unwrap<FromAdmin>(event.data);
    if (!message) return;
    if (message.kind === "answer" || message.kind === "failure") return settle(message);
    for (const listener of listeners.get(message.kind) ?? []) listener(message as never);
  });

  return {
    send,
    ask: (question, scopes = []) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
        send({ kind: "ask", question, id, scopes });
      }),
    on(kind, listener) {
      const others = listeners.get(kind) ?? [];
      listeners.set(kind, [...others, listener as (message: never) => void]);
    },
  };
}
