// A picture whose file is being generated (503) is asked for again, less and less often, as long
// as the page is open and seen. The whole page asks for no more than a few pictures at a time.

const AT_ONCE = 6;
const [SOON, LATER] = [1_000, 10_000]; // milliseconds
const waiting = new Set(); // the longest first
let delay = SOON;
let timer;

function askLater(image) {
  const { pathname } = new URL(image.currentSrc || image.src, location);
  if (!pathname.includes("/images/")) return;
  waiting.add(image);
  timer ??= setTimeout(ask, delay);
}

function ask() {
  clearTimeout(timer);
  timer = undefined;
  if (document.hidden) return;
  delay = Math.min(2 * delay, LATER);
  for (const image of [...waiting].slice(0, AT_ONCE)) {
    waiting.delete(image);
    if (image.isConnected) image.src = image.src;
  }
  if (waiting.size) timer = setTimeout(ask, delay);
}

const isPicture = ({ target }) => target instanceof HTMLImageElement;
addEventListener("error", (event) => isPicture(event) && askLater(event.target), true);
addEventListener("load", (event) => isPicture(event) && (delay = SOON), true);
document.addEventListener("visibilitychange", () => waiting.size && !timer && ask());
for (const image of document.images) {
  if (image.complete && !image.naturalWidth && image.src) askLater(image); // before this file came
}
