import { Link } from "@remix-run/react";
import type { AppProviderProps } from "@shopify/polaris";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type LinkComponent = NonNullable<AppProviderProps["linkComponent"]>;
/** What Polaris hands on; its own type lets everything through. */
type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "target"> & {
  url?: string;
  external?: boolean;
  target?: string;
};

/** Polaris links through Remix, so that moving between pages does not load a document anew. */
export const RemixLink = forwardRef<HTMLAnchorElement, Props>(function RemixLink(
  { url = "", external, ...rest },
  ref,
) {
  const isOutside = external === true || /^(https?:|mailto:)/.test(url);
  return isOutside ? (
    <a {...rest} href={url} target="_blank" rel="noreferrer noopener" ref={ref} />
  ) : (
    <Link {...rest} to={url} ref={ref} />
  );
  // Polaris types its links as components that take any ref, which forwardRef's exact type is not.
}) as unknown as LinkComponent;
