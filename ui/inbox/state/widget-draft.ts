/** A widget as its form holds it, and what of it the hub is to be told. Pure. */
import type { AiAgent, WidgetChange, WidgetSettings, WidgetSide, WidgetTheme } from '../ipc';

export type WidgetDraft = {
  name: string;
  /** Empty: nobody, straight to people. */
  ai_agent: string;
  /** `#rrggbb`, or empty for Baton's own. */
  color: string;
  theme: WidgetTheme;
  side: WidgetSide;
  /** One a line. */
  origins: string;
  verify_identity: boolean;
};

/** Fields of the hub that the form shows what is wrong with. */
export const SHOWN: string[] = [
  ...['name', 'ai_agent', 'color', 'theme', 'side', 'origins', 'verify_identity'],
];

/** A new one is answered by the first AI agent that is switched on. */
export function draftOf(
  widget: WidgetSettings | null,
  known: Pick<AiAgent, 'id' | 'enabled'>[],
): WidgetDraft {
  const first = known.find(({ enabled }) => enabled)?.id ?? '';
  return {
    name: widget?.name ?? '',
    ai_agent: widget ? (widget.ai_agent ?? '') : first,
    color: widget?.color ?? '',
    theme: widget?.theme ?? 'auto',
    side: widget?.side ?? 'right',
    origins: (widget?.origins ?? []).join('\n'),
    verify_identity: widget?.verify_identity ?? false,
  };
}

/** `changed`: null for a new one, of which the hub is told everything. */
export function changeOf(draft: WidgetDraft, changed: readonly string[] | null): WidgetChange {
  const lines = draft.origins.split(/\s+/).filter(Boolean);
  const whole: WidgetChange = {
    name: draft.name.trim(),
    color: draft.color === '' ? null : draft.color.toLowerCase(),
    theme: draft.theme,
    side: draft.side,
    origins: [...new Set(lines)],
    verify_identity: draft.verify_identity,
    ...(draft.ai_agent === '' ? {} : { ai_agent: draft.ai_agent }),
  };
  if (changed === null) return whole;
  return Object.fromEntries(Object.entries(whole).filter(([name]) => changed.includes(name)));
}
