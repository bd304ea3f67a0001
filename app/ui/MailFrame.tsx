import styles from "./MailFrame.module.css";

/** A mail as its reader sees it: shut off from the page, without scripts, its links going nowhere. */
export function MailFrame({
  html,
  title,
  width,
}: {
  html: string;
  title: string;
  width: "desktop" | "mobile";
}) {
  return (
    <div className={styles.stage}>
      <iframe
        className={width === "mobile" ? styles.mobile : styles.desktop}
        title={title}
        sandbox=""
        srcDoc={html}
      />
    </div>
  );
}
