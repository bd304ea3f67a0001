import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from "@remix-run/react";
import { type ReactNode, useContext } from "react";

import { NonceContext } from "~/ui/nonce-context";

/** What a route may tell the document about itself by its data. */
type DocumentFacts = { locale?: string; appBridge?: { url: string; apiKey: string } };

export function Layout({ children }: { children: ReactNode }) {
  const facts = useMatches().reduce<DocumentFacts>(
    (known, match) => ({ ...known, ...(match.data as DocumentFacts | null) }),
    {},
  );
  const nonce = useContext(NonceContext);
  return (
    <html lang={facts.locale ?? "en"}>
      <head>
        {facts.appBridge ? <script src={facts.appBridge.url} data-api-key={facts.appBridge.apiKey} /> : null}
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}
