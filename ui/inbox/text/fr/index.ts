/** Every word the inbox shows, in French; the areas are files of the shape of those in `en`. */
import type { Text } from '..';
import { text as en } from '../en';
import { desk } from './desk';

export const text: Text = { ...en, ...desk };
