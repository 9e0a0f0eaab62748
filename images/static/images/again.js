// A picture whose file is being generated (503) is asked for again, less and less often.

const tries = new WeakMap();

function askAgain(image) {
  const tried = tries.get(image) ?? 0;
  const { pathname } = new URL(image.currentSrc || image.src, location);
  if (tried > 5 || !pathname.includes("/images/")) return;
  tries.set(image, tried + 1);
  setTimeout(() => (image.src = image.src), 1000 * 2 ** tried);
}

addEventListener("error", ({ target }) => target instanceof HTMLImageElement && askAgain(target), true);
for (const image of document.images) {
  if (image.complete && !image.naturalWidth && image.src) askAgain(image); // before this file came
}
