/** What the embedded app and the admin around it tell each other by postMessage. */

export const CHANNEL = "stand-in-admin";

export type NavItem = { label: string; href: string };

/** The app's pages; `home` is where its name leads. */
export type AppNavigation = { home: string; items: NavItem[] };

export type TitleBarAction = {
  label: string;
  /** Which element of the title bar it stands for. */
  index: number;
  role: "breadcrumb" | "primary" | "secondary";
  critical: boolean;
  disabled: boolean;
};

export type TitleBar = { title: string; actions: TitleBarAction[] };

export type SaveBar = {
  saveLabel: string;
  discardLabel: string;
  saveDisabled: boolean;
  discardDisabled: boolean;
  saving: boolean;
  confirmDiscard: boolean;
};

export type ToastRequest = {
  id: string;
  message: string;
  isError: boolean;
  durationMs: number;
  action: string | null;
};

export type AdminUser = { id: number; name: string; email: string; accountAccess: string };

export type ScopesDetail = { granted: string[]; required: string[]; optional: string[] };

/** What became of a request for more scopes: all of them or none. */
export type ScopesAnswer = { result: "granted-all" | "declined-all"; detail: ScopesDetail };

/** Questions that the admin answers. */
export type Questions = {
  "id-token": string;
  user: AdminUser;
  "confirm-leave": true;
  "scopes-query": ScopesDetail;
  "scopes-request": ScopesAnswer;
};

export type FromApp =
  | { kind: "ready" }
  | { kind: "ask"; question: keyof Questions; id: number; scopes: string[] }
  | { kind: "location"; path: string; title: string }
  | { kind: "open"; url: string }
  | { kind: "nav"; nav: AppNavigation }
  | { kind: "title-bar"; bar: TitleBar | null }
  | { kind: "save-bar"; bar: SaveBar | null }
  | { kind: "toast-show"; toast: ToastRequest }
  | { kind: "toast-hide"; id: string }
  | { kind: "loading"; on: boolean }
  | { kind: "overlay"; on: boolean };

export type FromAdmin =
  | { kind: "answer"; id: number; value: Questions[keyof Questions] }
  | { kind: "failure"; id: number; reason: string }
  | { kind: "navigate"; path: string }
  | { kind: "title-bar-action"; index: number }
  | { kind: "save" }
  | { kind: "discard" }
  | { kind: "toast-action"; id: string }
  | { kind: "toast-dismiss"; id: string };

type Envelope<Message> = { channel: typeof CHANNEL; message: Message };

export function wrap<Message extends FromApp | FromAdmin>(message: Message): Envelope<Message> {
  return { channel: CHANNEL, message };
}

/** The message in what arrived; null for what other scripts post. The caller has checked the origin. */
export function unwrap<Message extends FromApp | FromAdmin>(data: unknown): Message | null {
  if (typeof data !== "object" || data === null) return null;
  const { channel, message } = data as Partial<Envelope<Message>>;
  return channel === CHANNEL && message ? message : null;
}
