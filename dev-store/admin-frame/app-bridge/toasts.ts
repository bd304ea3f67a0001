import type { Channel } from "./channel";

export type ToastOptions = {
  /** Milliseconds; 5000 unless told. */
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

export type Toasts = { show(message: string, options?: ToastOptions): string; hide(id: string): void };

/** `shopify.toast`: the admin draws the toasts and tells when one is pressed or gone. */
export function connectToasts(channel: Channel): Toasts {
  const shown = new Map<string, ToastOptions>();
  let lastId = 0;
  channel.on("toast-action", ({ id }) => shown.get(id)?.onAction?.());
  channel.on("toast-dismiss", ({ id }) => {
    const options = shown.get(id);
    shown.delete(id);
    options?.onDismiss?.();
  });
  return {
    show(message, options = {}) {
      const id = `toast-${++lastId}`;
      shown.set(id, options);
      const { isError = false, duration = 5000, action = null } = options;
      channel.send({ kind: "toast-show", toast: { id, message, isError, durationMs: duration, action } });
      return id;
    },
    hide: (id) => channel.send({ kind: "toast-hide", id }),
  };
}
