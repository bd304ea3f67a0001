import { isbot } from "isbot";
import { expect, test } from "vitest";

import { openKindOf } from "./open-kind";

test.each([
  ["Mozilla/5.0", "privacy-proxy"],
  ["Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", "person"],
  ["YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", "person"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "person",
  ],
  ["curl/8.5.0", "bot"],
  ["", "bot"],
])("%j is a %s", (agent, kind) => {
  expect(openKindOf(agent, isbot(agent))).toBe(kind);
});
