// What is pasted into rich text keeps what readers need of it and nothing else, before Draftail
// looks at it: headings, lists, emphasis, links; a table becomes a line for each row. Of 200 kB that
// Word puts into the clipboard a tenth are words; the rest freezes the editor.

// What Word deleted while it tracked changes is still in what it copies
const DROPPED =
  "head, style, script, title, meta, link, xml, template, object, img, svg, del, .msoDel";
const HEADING = /^H[1-6]$/;
const LINES = new Set(
  "P DIV LI UL OL TABLE TBODY THEAD TFOOT TR TD TH BLOCKQUOTE PRE SECTION ARTICLE HEADER FOOTER MAIN ASIDE NAV FIGURE FIGCAPTION DL DT DD CAPTION".split(
    " ",
  ),
);
// Draft.js drops links of other kinds and makes fragments absolute; see `restoreLinks`
const KEPT_AS_IT_IS = /^(tel:|#)/i;
const DISGUISE = "https://link.invalid/";
// Word's footnotes, comments and tables of contents, which stay behind
const LEFT_BEHIND = /^#_(ftn|edn|toc|msocom|hlk|ref)/i;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter]);

// Styles of Word and Hangul Office that are headings by their name only
function headingClasses(document) {
  const found = new Set(["MsoTitle", "MsoSubtitle"]);
  const css = [...document.querySelectorAll("style")].map((style) => style.textContent).join("");
  const rule = /\.([\w-]+)[^{}]*\{[^{}]*style-name:\s*"?\s*(?:개요|제목|heading|title|outline)/gi;
  for (const [, name] of css.matchAll(rule)) found.add(name);
  return found;
}

const isHidden = (style) => /display:\s*none|mso-hide:\s*all/i.test(style);

// Google Docs sends whoever follows a link by its own server, which notes who it was
function withoutDetour(url) {
  const detour = URL.canParse(url) ? new URL(url) : null;
  const isDetour = /^(www\.)?google\.[a-z.]+$/.test(detour?.hostname) && detour.pathname === "/url";
  const target = isDetour ? (detour.searchParams.get("q") ?? detour.searchParams.get("url")) : null;
  return /^https?:/i.test(target) ? target : url;
}

// The address of a link: a fragment of the page it was copied from, or of this screen, stays one
function address(link) {
  const raw = (link.getAttribute("href") ?? "").trim();
  const here = location.href.split("#")[0];
  const short = raw.startsWith(`${here}#`) ? raw.slice(here.length) : raw;
  if (LEFT_BEHIND.test(short)) return "";
  if (KEPT_AS_IT_IS.test(short)) return DISGUISE + encodeURIComponent(short);
  return /^(https?:|mailto:)/i.test(short) ? withoutDetour(short) : "";
}

class Simplifier {
  constructor(document) {
    this.headings = headingClasses(document);
    this.out = [];
    this.line = "";
    this.tag = "p";
    this.list = "";
  }

  // Ends the line that was begun
  end(next = "p") {
    const words = this.line.replace(/^(\s|<br>)+|(\s|<br>)+$/g, "");
    const list = this.tag === "li" ? this.list : "";
    if (words.replace(/<[^>]*>|&nbsp;|\u00a0/g, "").trim()) {
      if (this.open !== list) this.out.push(this.open ? `</${this.open}>` : "", list && `<${list}>`);
      this.open = list;
      this.out.push(`<${this.tag}>${words}</${this.tag}>`);
    }
    [this.line, this.tag] = ["", next];
  }

  html(body) {
    this.children(body);
    this.end();
    if (this.open) this.out.push(`</${this.open}>`);
    return this.out.join("");
  }

  children(node) {
    for (const child of node.childNodes) this.node(child);
  }

  node(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      this.line += escaped(node.data.replace(/[ \t\r\n]+/g, " "));
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const style = node.getAttribute("style") ?? "";
    if (isHidden(style)) return;
    const name = node.tagName;
    if (HEADING.test(name) || this.isHeading(node)) this.block(node, "h3");
    else if (name === "TABLE") this.table(node);
    else if (name === "UL" || name === "OL") this.listOf(node, name.toLowerCase());
    else if (name === "LI") this.block(node, "li");
    else if (name === "P" && /mso-list:(?!\s*Ignore)/i.test(style)) this.wordItem(node);
    else if (LINES.has(name)) this.block(node, this.list ? "li" : "p");
    else if (name === "BR") this.line += "<br>";
    else this.inline(node, style);
  }

  isHeading(node) {
    if (!/^(P|DIV)$/.test(node.tagName)) return false;
    return [...node.classList].some((name) => this.headings.has(name));
  }

  block(node, tag) {
    this.end(tag);
    this.children(node);
    this.end(this.list ? "li" : "p");
  }

  listOf(node, tag) {
    const outer = this.list;
    this.end("li");
    this.list = tag;
    this.children(node);
    this.end(outer ? "li" : "p");
    this.list = outer;
  }

  // Word marks the items of its lists by style; the bullet or number is text of its own
  wordItem(node) {
    const mark = node.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]');
    const tag = /^\s*[\dⅰ-ⅿa-z가-힣]+[.)]/i.test(mark?.textContent ?? "") ? "ol" : "ul";
    mark?.remove();
    this.end("li");
    this.list = tag;
    this.children(node);
    this.end("p");
    this.list = "";
  }

  // A line for each row, unless it only lays a page out
  table(table) {
    this.end();
    const rows = [...table.rows];
    if (table.querySelector("table") || rows.every((row) => row.cells.length < 2)) {
      this.children(table);
      return;
    }
    for (const row of rows) {
      const cells = [...row.cells].map((cell) => this.words(cell)).filter(Boolean);
      this.end();
      this.line = cells.join(" · ");
      this.end();
    }
  }

  // What is in a cell as one line
  words(cell) {
    const inner = new Simplifier(cell.ownerDocument);
    const html = inner.html(cell);
    return html.replace(/<\/(p|h3|li)>(?!$)/g, " ").replace(/<\/?(p|h3|ul|ol|li)>/g, "").trim();
  }

  inline(node, style) {
    const before = this.line;
    this.line = "";
    const count = this.out.length;
    this.children(node);
    const inner = this.line;
    const whole = this.out.length === count; // else there were blocks in it
    this.line = before + (whole ? this.dressed(node, style, inner) : inner);
  }

  dressed(node, style, inner) {
    if (!inner.trim()) return inner;
    const name = node.tagName;
    if (name === "A") {
      const target = address(node);
      return target ? `<a href="${escaped(target)}">${inner}</a>` : inner;
    }
    const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1] ?? "";
    const bold = weight ? weight === "bold" || Number(weight) >= 600 : /^(B|STRONG)$/.test(name);
    const slant = /font-style:\s*(\w+)/i.exec(style)?.[1] ?? "";
    const italic = slant ? slant === "italic" : /^(I|EM|CITE)$/.test(name);
    const strong = bold ? `<b>${inner}</b>` : inner;
    return italic ? `<i>${strong}</i>` : strong;
  }
}

export function simplified(html) {
  const document = new DOMParser().parseFromString(html, "text/html");
  const simplifier = new Simplifier(document);
  for (const node of document.querySelectorAll(DROPPED)) node.remove();
  return simplifier.html(document.body);
}

// Gives links their own addresses back
function restoreLinks(field) {
  const content = field?.draftailEditor?.getEditorState().getCurrentContent();
  content?.getBlockMap().forEach((block) => {
    for (const key of new Set(block.getCharacterList().map((letter) => letter.getEntity()))) {
      const url = key && content.getEntity(key).getData().url;
      if (url?.startsWith(DISGUISE)) {
        content.mergeEntityData(key, { url: decodeURIComponent(url.slice(DISGUISE.length)) });
      }
    }
  });
}

const OF_THE_EDITOR = /data-draftjs-conductor|data-offset-key/;
const simplifiedEvents = new WeakSet();

addEventListener(
  "paste",
  (event) => {
    const { target, clipboardData } = event;
    const wrapper = target.closest?.("[data-draftail-editor-wrapper]");
    const html = clipboardData?.getData("text/html");
    // What was copied here knows already what it is
    if (!wrapper || !html || simplifiedEvents.has(event) || OF_THE_EDITOR.test(html)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const data = new DataTransfer();
    data.setData("text/html", simplified(html));
    data.setData("text/plain", clipboardData.getData("text/plain"));
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    const simpler = new ClipboardEvent("paste", options);
    simplifiedEvents.add(simpler);
    target.dispatchEvent(simpler);
    const field = wrapper.parentElement.querySelector("[data-draftail-input]");
    restoreLinks(field);
    setTimeout(restoreLinks, 0, field);
  },
  true,
);
