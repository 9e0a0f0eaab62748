// Saves a sentence without leaving the page, and goes on to the next one to do. What is typed while
// it is saved stays, and whoever publishes has first saved what they typed.
// Without it each form still works by itself.

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const next = (after) => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const start = rows.indexOf(after) + 1;
  return [...rows.slice(start), ...rows.slice(0, start)].find((row) => row.dataset.state !== "done");
};

const go = (row) => {
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  row.querySelector("textarea").focus({ preventScroll: true });
};

const edited = () => [...document.querySelectorAll("form[data-edited]")];

const say = (row, text) => { row.querySelector("[data-error]").textContent = text; };

const send = (form) => fetch(form.action, {
  method: "POST",
  body: new FormData(form),
  headers: { "X-Requested-With": "fetch" },
  redirect: "error", // to the log-in
});

// The row as the server has it, with what was typed since it was sent
function renew(row, form, fresh, sent) {
  const { value, selectionStart, selectionEnd } = form.elements.words;
  const focused = form.contains(document.activeElement);
  form.dispatchEvent(new Event("form:saved", { bubbles: true }));
  row.replaceWith(fresh);
  if (value === sent) return;
  const { words } = fresh.querySelector("form").elements;
  words.dispatchEvent(new Event("beforeinput", { bubbles: true })); // for admin/unsaved.js
  words.value = value;
  if (focused) words.focus({ preventScroll: true });
  words.setSelectionRange(selectionStart, selectionEnd);
  words.dispatchEvent(new Event("input", { bubbles: true }));
}

// Resolves to whether the words are saved
async function save(form, after = next) {
  const row = form.closest("[data-row]");
  const sent = form.elements.words.value;
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  const response = await send(form).catch(() => null);
  buttons.forEach((button) => { button.disabled = false; });
  if (!response) {
    say(row, document.querySelector("[data-not-sent]").dataset.notSent);
    form.dispatchEvent(new Event("session:check", { bubbles: true }));
    return false;
  }
  const answer = await response.text();
  if (!response.ok) {
    say(row, response.status < 500 ? answer : `${response.status} ${response.statusText}`);
    return false;
  }
  const page = parse(answer);
  const fresh = page.querySelector("[data-row]");
  renew(row, form, fresh, sent);
  document.querySelector("[data-head]").replaceWith(page.querySelector("[data-head]"));
  if (fresh.dataset.state === "done" && !fresh.querySelector("[data-edited]")) go(after(fresh));
  return true;
}

// Resolves to whether everything that was typed is saved; what is not is shown
async function saveAll() {
  for (const sentence of edited()) {
    if (!await save(sentence, () => null)) {
      go(sentence.closest("[data-row]"));
      return false;
    }
  }
  return true;
}

// Publishes, or submits, when what was typed is saved
async function saveFirst(form, submitter) {
  if (!await saveAll()) return undefined;
  // Each answer brought a new head, whose buttons know what is missing now
  const fresh = [...document.querySelectorAll("[data-head] form")].find((one) => one.action === form.action);
  const button = [...fresh?.querySelectorAll("button") ?? []].find(({ name }) => name === submitter?.name);
  return button?.click();
}

// Shows what was typed: the server has saved it when it draws the page
async function preview(link) {
  const tab = window.open("", "_blank"); // at once, or the browser takes it for a pop-up
  if (await saveAll()) tab.location = link.href;
  else tab.close();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-sentence]");
  if (form) {
    event.preventDefault();
    delete form.dataset.edited;
    save(form).then((saved) => { if (!saved) form.dataset.edited = ""; });
  } else if (event.target.closest("[data-head]") && edited().length) {
    event.preventDefault();
    saveFirst(event.target, event.submitter);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-next]")) {
    event.preventDefault();
    go(next(document.activeElement?.closest("[data-row]")));
  }
  const link = event.target.closest("[data-preview]");
  if (link && edited().length) {
    event.preventDefault();
    preview(link);
  }
  const use = event.target.closest("[data-use]");
  if (use) {
    const words = use.closest("form").elements.words;
    words.value = use.closest("[data-suggestion]").dataset.suggestion;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-sentence]");
  if (form) form.dataset.edited = "";
});

document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  const form = event.target.closest("[data-sentence]");
  if (["s", "ㄴ"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    (form ? [form] : edited()).forEach((one) => one.requestSubmit());
  } else if (form && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-edited]")) event.preventDefault();
});
