// Suggestions below the search field while somebody types. Without this file the form works alone.

const input = document.querySelector("input[data-suggest]");
const list = document.createElement("ul");
let asked = 0;
let asking;

list.id = "suggestions";
list.className = "suggestions";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", input.dataset.listed);
input.after(list);
for (const [name, value] of Object.entries({
  role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
})) input.setAttribute(name, value);

function close() {
  clearTimeout(asked);
  asking?.abort();
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(option) {
  for (const each of list.children) each.setAttribute("aria-selected", each === option);
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function chosen() {
  return list.hidden ? null : list.querySelector("[aria-selected=true]");
}

function optionOf(item, number) {
  const option = document.createElement("li");
  option.id = `suggestion-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.url = item.url;
  option.lang = item.locale;
  let at = 0;
  for (const [from, to] of item.title_ranges) {
    const mark = document.createElement("mark");
    mark.textContent = item.title.slice(from, to);
    option.append(item.title.slice(at, from), mark);
    at = to;
  }
  option.append(item.title.slice(at));
  option.addEventListener("click", () => location.assign(item.url));
  return option;
}

async function suggest() {
  const words = input.value.trim();
  asking?.abort();
  if (!words) return close();
  asking = new AbortController();
  try {
    const url = `${input.dataset.suggest}&q=${encodeURIComponent(words)}`;
    const response = await fetch(url, { signal: asking.signal });
    if (!response.ok) return close();
    const { items } = await response.json();
    list.replaceChildren(...items.filter((item) => item.url).map(optionOf));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  } catch (error) {
    if (error.name !== "AbortError") close(); // no network: the form still works
  }
}

input.addEventListener("input", () => {
  clearTimeout(asked);
  choose(null); // it was chosen among what other words suggest
  asked = setTimeout(suggest, 120);
});
input.addEventListener("blur", () => setTimeout(close, 150)); // after a click on an option
input.addEventListener("keydown", (event) => {
  if (event.isComposing || list.hidden) return; // Hangul is still being put together
  const options = [...list.children];
  const now = options.indexOf(chosen());
  if (event.key === "ArrowDown") choose(options[(now + 1) % options.length]);
  else if (event.key === "ArrowUp") choose(options[(now < 1 ? options.length : now) - 1]);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen()) location.assign(chosen().dataset.url);
  else return;
  event.preventDefault();
});
list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the field focused
