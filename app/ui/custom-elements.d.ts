import type { DetailedHTMLProps, HTMLAttributes } from "react";

type BridgeElement = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;

/** Elements that App Bridge defines. */
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "s-app-nav": BridgeElement;
      "s-link": BridgeElement & { href: string; rel?: string | undefined };
      "ui-save-bar": BridgeElement & { id: string };
    }
  }
}

/** The App Bridge global, as far as the pages use it. */
declare global {
  interface Window {
    shopify?: {
      toast: { show: (message: string, options?: { isError?: boolean; duration?: number }) => string };
      saveBar: {
        show: (id: string) => Promise<void>;
        hide: (id: string) => Promise<void>;
        leaveConfirmation?: () => Promise<void>;
      };
      loading?: (isLoading: boolean) => void;
      /** Optional scopes: all that are asked for are granted, or none. */
      scopes?: {
        request: (scopes: string[]) => Promise<{ result: "granted-all" | "declined-all" }>;
      };
    };
  }
}
