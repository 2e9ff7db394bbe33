/**
 * The demo page's buttons. Guarantees: they use nothing but the public `baton(…)` calls, as any host page would, and work before the
 * loader has arrived. Leaves out: everything else; the page is plain HTML.
 */
import './demo.css';
import type { BatonWindow } from '../loader/queue';

const page = window as unknown as BatonWindow;
page.baton ??= function queue(...call: unknown[]) {
  const stub = page.baton;
  if (stub) (stub.q ??= []).push(call);
};

for (const button of document.querySelectorAll<HTMLElement>('[data-ask]')) {
  button.addEventListener('click', () => page.baton?.('message', button.dataset.ask));
}
