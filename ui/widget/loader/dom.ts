/**
 * Elements without style sheets. Guarantees: nothing here needs more of the host's Content Security Policy than script-src and
 * frame-src: styles are CSSOM properties, pictures are made of SVG nodes. Leaves out: any knowledge of the chat.
 */

export type Styles = Partial<Record<string, string>>;

/** Sets CSS properties one by one, important, so that the host's own style sheets do not reach in. */
export function style(el: HTMLElement | SVGElement, styles: Styles): void {
  for (const [name, value] of Object.entries(styles)) {
    el.style.setProperty(name, value ?? '', 'important');
  }
}

export function icon(doc: Document, path: string): SVGSVGElement {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = doc.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const shape = doc.createElementNS(ns, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  style(shape, {
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.9',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
  return svg;
}
