import { useTranslation } from "react-i18next";

/** What somebody sees who opens the app's address outside the Shopify admin. It asks for nothing. */
export function LandingPage() {
  const { t } = useTranslation("home");
  return (
    <main
      style={{
        maxWidth: "36rem",
        margin: "15vh auto",
        padding: "0 1.5rem",
        fontFamily: "system-ui, sans-serif",
        lineHeight: 1.5,
      }}
    >
      <h1>Perennial</h1>
      <p>{t("landing.what")}</p>
      <p>{t("landing.how")}</p>
    </main>
  );
}
