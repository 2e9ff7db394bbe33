/**
 * The file behind `<script async src="HUB/widget.js" data-key="KEY">`. Guarantees: one global, `baton`; the hub is wherever this
 * script came from. Leaves out: everything but wiring.
 */
import { takeOver, type BatonWindow } from './queue';
import type { Palette } from './view';
import { Widget } from './widget';

/** Put in by the build from styles/tokens.css. */
declare const __BATON_PALETTE__: Palette;

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');
if (script) {
  const { key, language } = script.dataset;
  const widget = new Widget(window, new URL(script.src).origin, __BATON_PALETTE__, language);
  takeOver(
    window as unknown as BatonWindow,
    (call) => widget.run(call),
    key ? ['boot', key] : null,
  );
}
