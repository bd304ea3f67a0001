/*
 * Redeeming, and the panel. What there is to see is in the page already: the app is asked only when somebody opens the
 * rewards or acts. Every call names its action by a key of its own, so that asking twice spends once.
 */
(() => {
  if (window.perennialTheme) return;
  window.perennialTheme = true;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const members = new Map();

  const group = (number, gap) => String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, gap);
  const written = (number, gap) => (number < 0 ? "−" : "") + group(number, gap);

  async function call(root, action, values = {}, method = "GET", tries = 2) {
    const query = new URLSearchParams({ locale: root.dataset.pnLocale, ...values });
    if (!query.has("key")) query.set("key", crypto.randomUUID());
    const address = `${root.dataset.pnProxy}/${action}?${query}`;
    const response = await fetch(address, { method, headers: { Accept: "application/json" } });
    // The same words within one second are one call to Shopify, and the app takes a call once.
    if (response.status === 409 && tries > 1) {
      const { reason } = await response.clone().json();
      if (reason === "replayed") {
        await new Promise((done) => setTimeout(done, 1100));
        return call(root, action, { ...values, key: query.get("key") }, method, tries - 1);
      }
    }
    return response.json();
  }

  /** `what`: one of the page's own sentences; or what the app told, in the language of the page. */
  function say(root, what, told) {
    for (const one of all("[data-pn-message]", root)) {
      const { pnMessage: kind } = one.dataset;
      if (kind === "told") one.textContent = told || "";
      one.hidden = kind !== (told ? "told" : what);
    }
  }

  function showHold(root, hold) {
    const box = root.querySelector("[data-pn-hold]");
    box.hidden = !hold;
    if (!hold) return;
    const { code } = hold;
    box.dataset.pnRedemption = hold.redemptionId;
    box.querySelector("[data-pn-code]").textContent = code || "";
    box.querySelector("[data-pn-preparing]").hidden = Boolean(code);
    for (const one of all("[data-pn-copy], [data-pn-use]", box)) one.hidden = !code;
    box.querySelector("[data-pn-copied]").hidden = true;
    const use = box.querySelector("[data-pn-use]");
    const cart = use.dataset.pnCart || use.getAttribute("href");
    use.dataset.pnCart = cart;
    if (code) use.href = `/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(cart)}`;
  }

  function show(member) {
    const { availablePoints: balance, hold } = member.view;
    for (const one of all("[data-pn-rewards]")) {
      const gap = one.dataset.pnGap;
      for (const number of all("[data-pn-balance]")) number.textContent = written(balance, gap);
      showHold(one, hold);
      for (const button of all("[data-pn-redeem]", one))
        button.disabled = Boolean(hold) || balance < Number(button.dataset.pnCost);
    }
  }

  async function refresh(root) {
    const member = await call(root, "member");
    if (!member.view) return null;
    members.set(root, member);
    show(member);
    return member;
  }

  /** `work` answers what to say of it: a sentence of the page, or what the app told. */
  async function act(root, button, work) {
    if (root.getAttribute("aria-busy") === "true") return;
    root.setAttribute("aria-busy", "true");
    button.disabled = true;
    say(root, null);
    let [what, told] = ["failed"];
    try {
      const member = members.get(root) || (await refresh(root));
      [what, told] = member ? await work(member.pageToken) : ["signed-out"];
      await refresh(root);
    } catch {
      what = "failed";
    }
    root.removeAttribute("aria-busy");
    if (what === "failed") button.disabled = false;
    say(root, what, told);
    // The code takes some moments to be there.
    if (what === "done") await waitForCode(root, 20);
  }

  async function waitForCode(root, times) {
    const hold = members.get(root)?.view.hold;
    if (!hold || hold.code || times === 0) return;
    await new Promise((done) => setTimeout(done, 1500));
    await refresh(root);
    return waitForCode(root, times - 1);
  }

  const refusalOf = ({ reason, message }) => [reason === "signed-out" ? reason : "failed", message];

  const redeem = (root, button) =>
    act(root, button, async (token) => {
      const spend = button.closest("li").querySelector("[data-pn-spend]");
      const values = { token, reward: button.dataset.pnRedeem, key: (button.pnKey ||= crypto.randomUUID()) };
      const answer = await call(root, "redeem", spend ? { ...values, points: spend.value } : values, "POST");
      // Another try after an answer is another action; after a broken line it is the same one.
      button.pnKey = null;
      return answer.outcome === "redeemed" ? ["done"] : refusalOf(answer);
    });

  const cancel = (root, button) =>
    act(root, button, async (token) => {
      const redemption = button.closest("[data-pn-hold]").dataset.pnRedemption;
      const answer = await call(root, "cancel", { token, redemption }, "POST");
      button.disabled = false;
      return answer.outcome === "cancelled" ? ["cancelled"] : refusalOf(answer);
    });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-pn-redeem], [data-pn-cancel], [data-pn-copy]");
    const root = button?.closest("[data-pn-rewards]");
    if (!root) return;
    if (button.dataset.pnRedeem !== undefined) redeem(root, button);
    else if (button.dataset.pnCancel !== undefined) cancel(root, button);
    else
      navigator.clipboard?.writeText(root.querySelector("[data-pn-code]").textContent).then(() => {
        root.querySelector("[data-pn-copied]").hidden = false;
      });
  });

  /** Variants have prices of their own. */
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "id") return;
    for (const block of all("[data-pn-variants]")) {
      const pair = block.dataset.pnVariants.split(" ").find((one) => one.startsWith(`${target.value}:`));
      const shown = block.querySelector("[data-pn-earned]");
      if (pair && shown) shown.textContent = written(Number(pair.split(":")[1]), block.dataset.pnGap);
    }
  });

  function opened(holder) {
    const root = holder.querySelector("[data-pn-rewards]");
    if (root && !members.has(root)) refresh(root).catch(() => undefined);
  }
  for (const details of all("details[data-pn-open]"))
    details.addEventListener("toggle", () => details.open && opened(details));

  // Without this script the panel is a popover; with it, a dialog that keeps the focus until it is closed.
  const panel = document.querySelector("dialog[data-pn-open]");
  if (panel) {
    for (const button of all("[data-pn-launcher], [data-pn-close]")) button.removeAttribute("popovertarget");
    if (panel.matches(":popover-open")) panel.hidePopover();
    panel.removeAttribute("popover");
    document.querySelector("[data-pn-launcher]").addEventListener("click", () => {
      panel.showModal();
      opened(panel);
    });
    panel.addEventListener("click", (event) => {
      if (event.target === panel || event.target.closest("[data-pn-close]")) panel.close();
    });
  }
})();
