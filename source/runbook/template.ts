/** Text with its placeholders. */
import { findPlaceholders } from './command/index.ts';
import type { Template } from './types.ts';

/** `raw` text has none, whatever stands in it. */
export function readTemplate(text: string, raw: boolean): Template {
	return { text, placeholders: raw ? [] : findPlaceholders(text) };
}
