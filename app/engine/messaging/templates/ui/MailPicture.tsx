import styles from "./TemplateFrame.module.css";

export type Scheme = "light" | "dark";

/** A mail as its reader sees it: shut off from the page, without scripts, its links going nowhere. */
export function MailPicture({
  html,
  title,
  isNarrow,
  scheme,
}: {
  html: string;
  title: string;
  isNarrow: boolean;
  scheme: Scheme;
}) {
  return (
    <iframe
      className={`${styles.frame} ${isNarrow ? styles.mobile : ""}`}
      title={title}
      sandbox=""
      srcDoc={inScheme(html, scheme)}
    />
  );
}

/** The small picture of the gallery. Its name stands below it. */
export function MailThumbnail({ html }: { html: string }) {
  return (
    <div className={styles.thumbnail} aria-hidden="true">
      {html ? (
        <iframe title="" sandbox="" loading="lazy" tabIndex={-1} srcDoc={inScheme(html, "light")} />
      ) : null}
    </div>
  );
}

/** A frame follows the machine's colours; a merchant wants to see both. */
export function inScheme(html: string, scheme: Scheme): string {
  const media = scheme === "dark" ? "@media all" : "@media not all";
  return html
    .replace(/@media \(prefers-color-scheme: dark\)/g, media)
    .replace(/<meta name="(supported-)?color-schemes?"[^>]*>/g, "")
    .replace(/color-scheme: light dark;/g, `color-scheme: ${scheme};`);
}
