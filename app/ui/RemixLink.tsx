import { Link } from "@remix-run/react";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { url?: string; external?: boolean };

/** Polaris links through Remix, so that moving between pages does not load a document anew. */
export const RemixLink = forwardRef<HTMLAnchorElement, Props>(function RemixLink({ url = "", external, ...rest }, ref) {
  const isOutside = external === true || /^(https?:|mailto:)/.test(url);
  return isOutside ? (
    <a {...rest} href={url} target="_blank" rel="noreferrer noopener" ref={ref} />
  ) : (
    <Link {...rest} to={url} ref={ref} />
  );
});
