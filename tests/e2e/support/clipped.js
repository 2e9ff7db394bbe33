// What of the page cannot be read whole: words that reach out of their box or of the window, words cut
// short on something one presses or that names something, and words that lie on other words. Returns
// sentences; none is good.
const found = new Set();
const say = (what, element, words) => {
  const place = element.closest('[aria-label]')?.getAttribute('aria-label') ?? '';
  found.add(`${what}: "${words.trim().slice(0, 60)}" <${element.localName} ${element.className}> in ${place}`);
};
const styles = new Map();
const styleOf = (element) => {
  if (!styles.has(element)) styles.set(element, getComputedStyle(element));
  return styles.get(element);
};
const hides = (element) => {
  const { overflowX, overflowY } = styleOf(element);
  return overflowX !== 'visible' || overflowY !== 'visible';
};
const open = [...document.querySelectorAll('dialog[open], [role=dialog], [role=menu], [role=listbox]')];
const onTop = open.filter((element) => ['fixed', 'absolute'].includes(styleOf(element).position)
  || element.localName === 'dialog');

// What of a box its scrolling and hiding ancestors leave.
function seen(rect, element) {
  let { left, top, right, bottom } = rect;
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (hides(at)) {
      const box = at.getBoundingClientRect();
      left = Math.max(left, box.left);
      right = Math.min(right, box.right);
      top = Math.max(top, box.top);
      bottom = Math.min(bottom, box.bottom);
    }
    if (styleOf(at).position === 'fixed') break;
  }
  return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
}
const scrollsSideways = (element) => {
  for (let at = element; at; at = at.parentElement) {
    if (/auto|scroll/.test(styleOf(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
  }
  return false;
};
const NAMED = 'button, label, legend, th, h1, h2, h3, h4, [role=tab], [role=menuitem], nav *';
// A person's name, a label, a title: as long as somebody made it.
const OWN = '[role=option], [role=row], .chip, [dir=auto], [title], [data-own]';

const lines = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  const words = node.data.trim();
  if (!words || element.closest('script, style, option, .hidden-text, [hidden], svg, details:not([open]) > :not(summary)')) continue;
  const style = styleOf(element);
  if (style.visibility !== 'visible' || style.display === 'none' || Number(style.opacity) === 0) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    if (rect.width < 2 || rect.height < 2) continue;
    const part = seen(rect, element);
    if (part === null) continue;
    if ((rect.right > innerWidth + 1 || rect.left < -1) && !scrollsSideways(element) && !hides(element)) {
      say('out of the window', element, words);
    }
    lines.push({ ...part, element, words });
  }
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const { textOverflow, overflowX, overflowY, webkitLineClamp } = styleOf(at);
    const wide = at.scrollWidth > at.clientWidth + 1 && at.clientWidth > 0;
    if (wide && /hidden|clip/.test(overflowX)) {
      if (textOverflow !== 'ellipsis') {
        if (at === element) say('cut off', element, words);
      } else if (element.closest(NAMED) && !element.closest(OWN)) say('cut short', element, words);
    }
    const high = at.scrollHeight > at.clientHeight + 3 && at.clientHeight > 0;
    if (at === element && high && /hidden|clip/.test(overflowY) && webkitLineClamp === 'none') {
      say('cut off below', element, words);
    }
    if (/auto|scroll/.test(overflowX + overflowY)) break;
  }
}
// Whether what is in front has a ground of its own: what lies below it is covered, not written over.
function covers(front, one, other) {
  for (let at = front; at && !(at.contains(one) && at.contains(other)); at = at.parentElement) {
    const { backgroundColor, backgroundImage } = styleOf(at);
    if (backgroundImage !== 'none' || !/transparent|, 0\)$|\/ 0\)$/.test(backgroundColor)) return true;
  }
  return false;
}
const topOf = (element) => onTop.findLast((box) => box.contains(element)) ?? null;
lines.sort((a, b) => a.top - b.top);
for (let i = 0; i < lines.length; i += 1) {
  const a = lines[i];
  for (let j = i + 1; j < lines.length && lines[j].top < a.bottom - 4; j += 1) {
    const b = lines[j];
    if (a.element === b.element || a.element.contains(b.element) || b.element.contains(a.element)) continue;
    if (topOf(a.element) !== topOf(b.element)) continue;
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    if (width <= 3 || Math.min(a.bottom, b.bottom) - b.top <= 4) continue;
    const x = Math.max(a.left, b.left) + width / 2;
    const y = b.top + (Math.min(a.bottom, b.bottom) - b.top) / 2;
    if (!covers(document.elementFromPoint(x, y), a.element, b.element)) {
      say(`written over "${a.words.slice(0, 40)}"`, b.element, b.words);
    }
  }
}
const root = document.scrollingElement;
if (root.scrollWidth > innerWidth + 1) found.add(`the page is ${root.scrollWidth} wide`);
if (root.scrollHeight > innerHeight + 1) found.add(`the page is ${root.scrollHeight} high`);
return [...found];
