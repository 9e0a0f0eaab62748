// Progressive enhancement only: without this file every video, and every part, is a plain link.

const button = document.querySelector("button.theme");
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const { dataset } = document.documentElement;

function showTheme() {
  button.setAttribute("aria-pressed", dataset.theme ? dataset.theme === "dark" : darkSystem.matches);
}

button?.addEventListener("click", () => {
  const theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
  const follows = theme === (darkSystem.matches ? "dark" : "light");
  if (follows) delete dataset.theme;
  else dataset.theme = theme;
  showTheme();
  try {
    if (follows) delete localStorage.theme;
    else localStorage.theme = theme;
  } catch {
    // A private window: the choice lasts as long as the page
  }
});
darkSystem.addEventListener("change", showTheme);
if (button) showTheme();

for (const image of document.querySelectorAll("img[data-colour]")) {
  if (!image.complete) image.style.backgroundColor = image.dataset.colour;
}

for (const link of document.querySelectorAll("a[data-player]")) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const language = document.documentElement.lang;
    const player = document.createElement("iframe");
    player.src = `${link.dataset.player}?autoplay=1&hl=${language}&cc_lang_pref=${language}`;
    player.title = link.dataset.title;
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.allowFullscreen = true;
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.className = "video";
    link.replaceWith(player);
    player.focus();
  });
}

for (const link of document.querySelectorAll("a[data-share]")) {
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const touch = navigator.share && matchMedia("(pointer: coarse)").matches;
    try {
      // The link is followed as well, so that the address bar shows it
      await (touch ? navigator.share({ url: link.href }) : navigator.clipboard.writeText(link.href));
      const status = document.querySelector("[data-copied]");
      if (!touch) status.textContent = link.dataset.done = status.dataset.copied;
    } catch {
      // Not allowed, or the reader changed their mind: the address bar still has the link
    }
  });
}
