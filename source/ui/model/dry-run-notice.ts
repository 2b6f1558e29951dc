/** That nothing runs from now on, or that things run again: it is never switched without a word. Pure. */
import { type Safe, safe } from '../../text/safe.ts';
import type { Notice } from '../page.ts';

/** `key` switches it back. */
export function dryRunNotice(isDry: boolean, key: Safe): Notice {
	return isDry
		? { text: safe`Dry run: from now on nothing can run. ${key} ends it.`, role: 'warning' }
		: {
				text: safe`The dry run is over: r in a walk runs things again. ${key} begins one anew.`,
				role: 'warning',
			};
}
