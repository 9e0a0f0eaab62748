/* A session that ends, or a CSRF token that is renewed, while somebody writes.
 *
 * Autosave would say “A server error occurred”, and Save leave the page. This script asks who is
 * there, says it, lets people log in in another tab, takes the new token and saves what waits.
 */
(() => {
  const { user, session } = document.currentScript.dataset;
  if (!user) return;
  const notices = { ended: "session-ended", another: "session-of-another" };
  let state = "alive";

  /** Logging in renews the token; the forms of this page and Wagtail's scripts get the new one. */
  const renew = (token) => {
    window.wagtailConfig.CSRF_TOKEN = token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  };

  const ask = async () => {
    const headers = { "X-Requested-With": "XMLHttpRequest" }; // refused, not led to the log-in
    const answer = await fetch(session, { headers, cache: "no-store" });
    if (answer.status === 403) return "ended";
    const { user: now, token } = await answer.json();
    if (String(now) !== user) return "another";
    renew(token);
    return "alive";
  };

  const saveWhatWaits = () => {
    const form = document.querySelector("form[data-controller~=w-autosave]");
    form?.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }));
  };

  /** Look who is there, and say so; returns the state, or undefined if nobody answers. */
  const check = async (retry) => {
    const now = await ask().catch(() => undefined);
    if (!now) return now;
    const back = now === "alive" && (retry || state !== "alive");
    state = now;
    for (const [name, id] of Object.entries(notices)) document.getElementById(id).hidden = name !== now;
    if (back) saveWhatWaits();
    return now;
  };

  let tries = 0; // of an autosave that failed although the session is alive
  addEventListener("w-autosave:success", () => { tries = 0; }, true);
  const checked = new WeakSet(); // what is known of an error
  addEventListener("w-autosave:error", async (event) => {
    if (event.detail.type !== "server_error" || checked.has(event.detail)) return;
    event.stopImmediatePropagation(); // until it is known what to say
    checked.add(event.detail);
    tries += 1;
    const now = await check(tries === 1); // with a new token it may succeed
    if (now && now !== "alive") event.detail.text = document.getElementById(notices[now]).innerText;
    event.target.dispatchEvent(new CustomEvent(event.type, { bubbles: true, detail: event.detail }));
  }, true);
  addEventListener("session:check", () => check(), true); // a script of ours was refused
  jQuery(document).on("ajaxError", (_event, request) => { if (request.status === 403) check(); });

  const csrfCookie = () => /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1];
  let known = csrfCookie(); // each answer sends the cookie again, the same
  window.cookieStore?.addEventListener("change", () => {
    if (csrfCookie() === known) return;
    known = csrfCookie();
    check();
  });
  addEventListener("focus", () => { if (state !== "alive") check(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) check(); });

  // Whoever was asked by Wagtail is not asked again by the server (publishing/conflicts.py)
  addEventListener("w-dialog:confirmed", (event) => {
    if (event.target.id !== "w-save-confirmation-dialog") return;
    const said = Object.assign(document.createElement("input"), { type: "hidden", name: "overwrite_confirmed", value: "1" });
    document.querySelector("form[data-edit-form]")?.append(said);
  }, true);

  // Ctrl+S presses “Save schedule” though its dialog is closed, and questions take that name
  addEventListener("click", (event) => {
    const hidden = event.target.closest?.("#schedule-publishing-dialog[aria-hidden=true] .action-save");
    const save = hidden && document.querySelector("form[data-edit-form] > footer .action-save");
    if (!save) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    save.click();
  }, true);

  // What is sent now would be saved in another's name
  addEventListener("submit", (event) => {
    if (state !== "another" || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    check();
  }, true);
})();
