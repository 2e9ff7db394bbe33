/** Leads to the first field of a form that something is wrong with, once that is shown. */
import { tick } from 'svelte';

export async function toWrong(event: SubmitEvent): Promise<void> {
  const form = event.target;
  await tick();
  if (!(form instanceof HTMLElement)) return;
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
