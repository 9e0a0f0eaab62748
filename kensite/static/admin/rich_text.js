/* Whoever reads a form in the admin reads what was typed, up to the last key.
 *
 * Draftail writes into its hidden field 250 ms after the last key (in a field that takes comments,
 * a timer of Wagtail's CommentableEditor does), but Save, Ctrl + S, autosave and the preview read
 * the field when they please. Submitting a form and `new FormData(form)` both fire `formdata`, and
 * what is set in its data is what is sent. Nothing of Wagtail's is replaced.
 */
(() => {
  const NEVER_STORED = /^(COMMENT-|STYLE_RERENDER_)/; // styles that CommentableEditor takes out
  let composing = null; // the element in which an input method composes
  let committed = ""; // what the input method has told the element to insert

  addEventListener("compositionstart", (event) => {
    composing = event.target;
    committed = "";
  }, true);

  // A composition that the browser ends, when its element loses the focus, has no `textInput` event
  // in Chromium; Draft.js, which waits for one, takes the syllable out again
  addEventListener("textInput", (event) => {
    committed += event.data;
    if (!event.isTrusted) event.preventDefault(); // the browser has inserted it already
  }, true);
  addEventListener("compositionend", (event) => {
    composing = null;
    if (!event.data || committed || !event.target.isContentEditable || !window.TextEvent) return;
    const inserted = document.createEvent("TextEvent");
    inserted.initTextEvent("textInput", true, true, window, event.data);
    event.target.dispatchEvent(inserted);
  }, true);

  // The last syllable of Hangul is a composition until the next key: whoever saves has written it
  addEventListener("submit", () => {
    if (!composing) return;
    const element = composing;
    element.blur();
    element.focus({ preventScroll: true });
  }, true);

  /** The editor's state, with what an input method committed in these milliseconds. */
  const stateOf = (field) => {
    const editor = field.draftailEditor;
    if (editor.getEditorState().isInCompositionMode() && !composing) {
      // Draft.js takes it over after 20 ms, or at the next key
      const element = field.parentNode.querySelector("[contenteditable=true]");
      element?.dispatchEvent(new KeyboardEvent("keydown", { key: "Unidentified", bubbles: true }));
    }
    return editor.getEditorState();
  };

  const flush = (field, data) => {
    const save = field.draftailEditor.constructor.prototype.saveState;
    const state = stateOf(field);
    if (!state.getLastChangeType()) return; // never edited
    const onSave = (raw) => {
      for (const block of raw?.blocks ?? []) {
        block.inlineStyleRanges = block.inlineStyleRanges.filter((x) => !NEVER_STORED.test(x.style));
      }
      field.rawContentState = raw;
      field.value = JSON.stringify(raw);
    };
    save.call({ props: { onSave }, getEditorState: () => state });
    data.set(field.name, field.value);
  };

  addEventListener("formdata", (event) => {
    for (const field of event.target.elements) {
      if (field.name && field.draftailEditor?.getEditorState) flush(field, event.formData);
    }
  }, true);
})();
