/* What was typed and is not saved yet is kept in this browser, and put back when its form is opened
 * again: after a log-in, a crash, a lost connection.
 *
 * For the user who typed it only; until it is saved, until that user logs out, for a week at most.
 * A form that saves itself (Wagtail's autosave) is put back by sending what could not be sent, so
 * new blocks come back as well and nobody's newer version is overwritten; of other forms the
 * fields are filled in. What is kept is a form's data, as `new FormData(form)` gives it.
 */
(() => {
  const { user, logOut } = document.currentScript.dataset;
  const PREFIX = "unsaved:";
  const LOG_OUT = "unsaved-log-out"; // who is logging out
  const RESTORED = "unsaved-restored";
  const WEEK = 7 * 24 * 3600 * 1000;
  const PAUSE = 200; // milliseconds after the last key
  const CHECKED = 2000; // after which w-unsaved has looked at the form
  const TEXTS = "textarea, input:is([type=text], [type=url], [type=email], [type=search], [type=tel], :not([type]))";
  const SHOWN = ["loaded_revision_id", "loaded_revision_created_at"]; // the version that a form shows
  const NOT_KEPT = ["csrfmiddlewaretoken", "next", "unsaved"];
  const newName = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  let tab = newName(); // of this tab, until it sends a form
  let previous; // its name before that
  const baselines = new WeakMap(); // a form's data when it was saved or opened
  const keys = new WeakMap(); // where its words are kept
  const edits = new WeakMap(); // how often it was edited
  const sentData = new WeakMap(); // a form's data when it was last submitted

  const mine = (form) => `${PREFIX}${user}:${form.action}`;
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => JSON.parse(localStorage.getItem(key));
  const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];
  const notice = (id) => document.getElementById(id);

  /* ── Keeping ─────────────────────────────────────────────────────────────────────────────── */

  const isKept = (form) =>
    user && form?.method === "post" && form.getAttribute("action") && form.closest("main") && !form.closest("dialog, .modal, [role=dialog]");

  const dataOf = (form) => [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !NOT_KEPT.includes(name)
      && form.elements[name]?.type !== "password",
  );
  const snapshot = (form) => JSON.stringify(dataOf(form));

  const forget = (form) => {
    localStorage.removeItem(keys.get(form) ?? mine(form));
    baselines.set(form, snapshot(form));
  };

  const store = (key, entry) => {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch { // full: the oldest words go first
      const [oldest] = kept().filter((one) => one !== key).sort((a, b) => read(a).at - read(b).at);
      if (!oldest) return;
      localStorage.removeItem(oldest);
      store(key, entry);
    }
  };

  /** What is typed in the first two seconds, or while autosave is under way, Wagtail's w-unsaved
   * takes for what the form said before: it would neither save it nor ask before it is left. */
  const tellWagtail = (form) => {
    if (form.dataset.wUnsavedHasEditsValue === "true" || snapshot(form) === baselines.get(form)) return;
    form.dataset.wUnsavedForceValue = "true";
  };

  const keep = (form) => {
    const data = snapshot(form);
    if (data === baselines.get(form)) return localStorage.removeItem(keys.get(form));
    if (data === sentData.get(form)) return; // kept under the name that was sent
    const overwrite = form.dataset.wAutosaveRevisionIdValue;
    keys.set(form, mine(form));
    store(mine(form), { tab, previous, at: Date.now(), data: JSON.parse(data), overwrite });
    setTimeout(tellWagtail, CHECKED, form);
  };

  const waiting = new Map(); // forms that were edited a moment ago, and their timers
  const keepNow = () => {
    for (const [form, timer] of waiting) {
      clearTimeout(timer);
      keep(form);
    }
    waiting.clear();
  };

  const formOf = (event) => {
    const form = event.target.closest?.("form");
    return isKept(form) ? form : null;
  };

  // Before the first edit: what the form says by itself
  for (const type of ["focusin", "pointerdown", "keydown", "beforeinput", "paste", "cut", "drop"]) {
    addEventListener(type, (event) => {
      const form = formOf(event);
      if (form && !edits.has(form)) baselines.set(form, snapshot(form));
    }, true);
  }
  const edited = (event) => {
    const form = formOf(event);
    if (!form || !baselines.has(form)) return;
    edits.set(form, (edits.get(form) ?? 0) + 1);
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keepNow, PAUSE));
  };
  for (const type of ["beforeinput", "input", "change", "compositionend", "paste", "cut", "drop", "w-unsaved:add"]) {
    addEventListener(type, edited, true);
  }
  addEventListener("keydown", (event) => { // which Draft.js handles itself
    if (["Enter", "Backspace", "Delete"].includes(event.key)) edited(event);
  }, true);
  addEventListener("pagehide", keepNow);
  addEventListener("visibilitychange", keepNow);

  /* ── Saved, logged out, too old ──────────────────────────────────────────────────────────── */

  // The server repeats the name of a form that it has saved (kensite.middleware.SavedForms)
  addEventListener("formdata", (event) => {
    if (isKept(event.target)) event.formData.set("unsaved", tab);
  }, true);

  let sent; // how often the form had been edited when autosave took its data
  addEventListener("w-autosave:save", (event) => { sent = edits.get(event.target); }, true);
  addEventListener("w-autosave:success", (event) => {
    if (edits.get(event.target) === sent) forget(event.target);
  }, true);
  addEventListener("form:saved", (event) => forget(event.target), true); // by a script of ours

  addEventListener("submit", (event) => {
    if (new URL(event.target.action, location).pathname === logOut) localStorage.setItem(LOG_OUT, user);
  }, true);

  const saved = cookie("saved_form");
  if (saved) document.cookie = "saved_form=; path=/; max-age=0";
  const loggedOut = user ? null : localStorage.getItem(LOG_OUT);
  localStorage.removeItem(LOG_OUT);
  for (const key of kept()) {
    const { at, tab: name } = read(key);
    const ended = loggedOut && key.startsWith(`${PREFIX}${loggedOut}:`);
    if (ended || name === saved || at < Date.now() - WEEK) localStorage.removeItem(key);
  }
  if (!user) return;
  const hold = () => navigator.locks?.request(PREFIX + tab, () => new Promise((release) => {
    addEventListener("pagehide", release); // or the tab crashes
  }));
  hold();

  // What is typed between a submit and the next page is not in what was sent: it has another name
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!isKept(form)) return;
    keepNow();
    sentData.set(form, snapshot(form));
    setTimeout(() => { // the form's data has been taken, under the name of before
      [previous, tab] = [tab, newName()];
      hold();
    });
  }, true);

  /* ── Putting back ────────────────────────────────────────────────────────────────────────── */

  /** Whether the tab in which it was typed is open: it holds the words itself. */
  const isOpen = async (name) =>
    (await navigator.locks?.query())?.held.some((lock) => lock.name === PREFIX + name);

  const fill = (form, key, entry) => {
    let changed = false;
    for (const [name, value] of entry.data) {
      const field = form.elements[name];
      if (!field?.matches?.(TEXTS) || field.readOnly || field.value === value) continue;
      if (!baselines.has(form)) baselines.set(form, snapshot(form));
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      changed = true;
    }
    if (changed) notice("words-restored").hidden = false;
    if (words(form, entry.data)) offer(form, key, entry, "");
  };

  const body = (form, { data, overwrite, previous: sentAs }) => {
    const content = new FormData();
    for (const [name, value] of data) content.append(name, value);
    content.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (sentAs && sentAs === saved) { // what has just been saved is the only newer version
      for (const name of SHOWN) content.set(name, form.elements[name]?.value ?? "");
    } else if (overwrite) content.set("overwrite_revision_id", overwrite);
    return content;
  };

  /** Autosave as it would have been; the page is then opened again, with what is saved now. */
  const resend = async (form, key, entry) => {
    form.inert = true;
    const request = { method: "POST", body: body(form, entry), headers: { Accept: "application/json" } };
    const answer = await fetch(form.action, request).then((response) => response.json()).catch(() => ({}));
    if (!answer.success) {
      form.inert = false;
      return offer(form, key, entry, answer.error_message ?? "");
    }
    localStorage.removeItem(key);
    sessionStorage.setItem(RESTORED, "1");
    if (answer.url) location.replace(answer.url);
    else location.reload();
  };

  /** The paragraphs of rich text as Draftail writes it; null of anything else. */
  const paragraphs = (value) => {
    try {
      return JSON.parse(value).blocks.map((block) => block.text);
    } catch {
      return null;
    }
  };

  /** The words of a form's data, without those that the form has anyway. */
  const words = (form, data) => data.flatMap(([name, value]) => {
    const field = form.elements[name];
    if (!value || field?.value === value) return [];
    const rich = paragraphs(value);
    if (rich) return `${rich}` === `${paragraphs(field?.value)}` ? [] : rich;
    return field?.matches?.(TEXTS) ? [value] : [];
  }).join("\n").trim();

  const offer = (form, key, entry, reason) => {
    const box = notice("words-kept");
    box.querySelector("[data-reason]").textContent = reason;
    box.querySelector("textarea").value = words(form, entry.data);
    box.querySelector("[data-discard]").onclick = () => {
      localStorage.removeItem(key);
      box.hidden = true;
    };
    box.querySelector("[data-save]").onclick = () => {
      const copy = document.createElement("form");
      Object.assign(copy, { method: "post", action: form.action, hidden: true });
      for (const [name, value] of [
        ...body(form, { data: entry.data }), ["unsaved", entry.tab], ["overwrite_confirmed", "1"],
      ]) {
        copy.append(Object.assign(document.createElement("input"), { name, value }));
      }
      document.body.append(copy);
      copy.submit();
    };
    box.hidden = false;
  };

  const putBack = async (form) => {
    const key = mine(form);
    const entry = read(key);
    if (!entry) return;
    for (let tries = 0; await isOpen(entry.tab); tries += 1) { // or is just being left
      if (tries === 3) return;
      await new Promise((later) => { setTimeout(later, 300); });
    }
    const savesItself = form.matches("[data-controller~=w-autosave]");
    // A form that was refused has its words: they are kept until it is saved
    if (form.dataset.wUnsavedForceValue === "true") return store(key, { ...entry, tab });
    if (savesItself) await resend(form, key, entry);
    else fill(form, key, entry);
  };

  addEventListener("DOMContentLoaded", () => {
    if (sessionStorage.getItem(RESTORED)) notice("words-restored").hidden = false;
    sessionStorage.removeItem(RESTORED);
    [...document.forms].filter(isKept).forEach(putBack);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest(".unsaved-notice").hidden = true;
  });
})();
