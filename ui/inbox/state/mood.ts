/** A mood in words: what a value between -1 and 1 is called, and where it is going. Pure. */
import type { Mood } from '../ipc';
import { text } from '../text';

const UPSET = -0.6;
const ANNOYED = -0.2;
const CONTENT = 0.2;
const HAPPY = 0.6;
/** So much must change between the first and the last messages to be worth a word. */
const TREND = 0.25;

const format = new Intl.NumberFormat(text.locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'negative',
});

export function moodWord(value: number): string {
  if (value < UPSET) return text.rules.moods.upset;
  if (value < ANNOYED) return text.rules.moods.annoyed;
  if (value <= CONTENT) return text.rules.moods.neutral;
  if (value <= HAPPY) return text.rules.moods.content;
  return text.rules.moods.happy;
}

/** "−0.4", with the sign that screen readers read as one. */
export function moodValue(value: number): string {
  return format.format(value).replace('-', '−');
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** "annoyed, getting worse"; empty without any message. The trend needs at least three. */
export function moodNow(mood: Mood[]): string {
  const last = mood.at(-1);
  if (!last) return '';
  const values = mood.map(({ value }) => value);
  const part = Math.max(1, Math.floor(values.length / 3));
  const change = mean(values.slice(-part)) - mean(values.slice(0, part));
  const { better, worse, steady } = text.analysis.trend;
  const trend = values.length < 3 ? '' : change > TREND ? better : change < -TREND ? worse : steady;
  return text.analysis.moodNow(moodWord(last.value), trend);
}

/** The line through the values, in a box of this size with a margin for the dots. */
export function moodLine(values: number[], width: number, height: number, margin: number) {
  const wide = width - 2 * margin;
  const high = height - 2 * margin;
  return values.map((value, index) => ({
    x: margin + (values.length === 1 ? wide / 2 : (index / (values.length - 1)) * wide),
    y: margin + ((1 - Math.min(1, Math.max(-1, value))) / 2) * high,
  }));
}
