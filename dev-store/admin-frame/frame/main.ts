import { standInAddress } from "../addresses";
import type { Questions } from "../protocol";
import { drawAppNav } from "./app-nav";
import { connectToApp } from "./app-window";
import { getElement, type PageData, readPageData } from "./page-data";
import { drawSaveBar, type SaveBarView } from "./save-bar";
import { queryScopes, requestScopes } from "./scopes";
import { drawTitleBar } from "./title-bar";
import { drawToasts } from "./toasts";

async function fetchIdToken({ basePath }: PageData): Promise<string> {
  const response = await fetch(`${basePath}/session-token`, { method: "POST" });
  if (!response.ok) throw new Error(`The admin answered ${response.status} when asked for an id token`);
  const { token } = (await response.json()) as { token: string };
  return token;
}

function answers(
  data: PageData,
  saveBar: SaveBarView,
): { [Question in keyof Questions]: (scopes: string[]) => Promise<Questions[Question]> } {
  return {
    "id-token": () => fetchIdToken(data),
    user: () => Promise.resolve(data.user),
    "scopes-query": () => queryScopes(data),
    "scopes-request": (scopes) => requestScopes(data, scopes),
    "confirm-leave": async () => {
      // As in the real admin, the promise stays open when the person stays.
      if (!(await saveBar.mayLeave())) await new Promise(() => undefined);
      return true;
    },
  };
}

function start(data: PageData): void {
  const app = connectToApp(getElement<HTMLIFrameElement>("app-frame"), data.appOrigin);
  const saveBar = drawSaveBar(app);
  const titleBar = drawTitleBar(app, data.appName);
  const nav = drawAppNav({ data, app, mayLeave: () => saveBar.mayLeave() });
  const replies = answers(data, saveBar);
  drawToasts(app);

  app.on("ready", () => {
    saveBar.clear();
    titleBar.clear();
    document.body.classList.remove("dimmed", "loading");
  });
  app.on("ask", ({ question, id, scopes }) => {
    replies[question](scopes).then(
      (value) => app.send({ kind: "answer", id, value }),
      (error: unknown) => app.send({ kind: "failure", id, reason: String(error) }),
    );
  });
  app.on("location", ({ path, title }) => {
    history.replaceState(null, "", data.basePath + path);
    document.title = title ? `${title} · ${data.appName}` : data.appName;
    nav.mark(path);
  });
  app.on("loading", ({ on }) => document.body.classList.toggle("loading", on));
  app.on("overlay", ({ on }) => document.body.classList.toggle("dimmed", on));
  app.on("open", ({ url }) => {
    const address = standInAddress(url, data) ?? url;
    if (/^https?:/i.test(address)) location.assign(address);
  });
}

start(readPageData());
