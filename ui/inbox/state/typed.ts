/** Puts words into a field as if they were typed, so that the field's own undo takes them back. */
export function typeInto(box: HTMLTextAreaElement, words: string): void {
  const typed =
    words === ''
      ? document.execCommand?.('delete')
      : document.execCommand?.('insertText', false, words);
  if (typed) return;
  box.setRangeText(words, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new window.Event('input', { bubbles: true }));
}
