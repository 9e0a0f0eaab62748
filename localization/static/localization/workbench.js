// Saves a sentence without leaving the page, and goes on to the next one to do.
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

async function save(form) {
  const row = form.closest("[data-row]");
  const say = (text) => { row.querySelector("[data-error]").textContent = text; };
  form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
  let response;
  try {
    response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
  } catch {
    form.submit(); // logged out, or no network: the browser says so, and keeps the words
    return;
  }
  const answer = await response.text();
  if (!response.ok) {
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    say(response.status < 500 ? answer : `${response.status} ${response.statusText}`);
    return;
  }
  const page = parse(answer);
  const fresh = page.querySelector("[data-row]");
  row.replaceWith(fresh);
  document.querySelector("[data-head]").replaceWith(page.querySelector("[data-head]"));
  if (fresh.dataset.state === "done") go(next(fresh));
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-sentence]");
  if (!form) return;
  event.preventDefault();
  delete form.dataset.edited;
  save(form);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-next]")) {
    event.preventDefault();
    go(next(document.activeElement?.closest("[data-row]")));
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
  const form = event.target.closest("[data-sentence]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-edited]")) event.preventDefault();
});
