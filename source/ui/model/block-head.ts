/** What a block is, in one row. Pure. */
import { purposeNames } from '../../run/describe.ts';
import type { RunState } from '../../run/state.ts';
import { DEFAULT_TIMEOUT } from '../../runbook/blocks.ts';
import type { Block } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { type Line, type Role, span } from './line.ts';
import type { StepContext } from './step-body.ts';

/** One row: its purpose, where it runs, and what is unusual about it. */
export function blockHead(
	{ state }: Pick<StepContext, 'state'>,
	block: Block,
	edited: boolean,
	isNext: boolean,
): Line {
	const words: readonly [string, Role][] = [
		[
			purposeNames[block.purpose],
			isNext ? 'accent' : block.purpose === 'action' ? 'strong' : 'faint',
		],
		...(block.host === undefined ? [] : [[hostName(state, block.host), 'faint'] as [string, Role]]),
		...(block.root ? [['root', 'faint'] as [string, Role]] : []),
		...(block.tty ? [['takes the terminal', 'warning'] as [string, Role]] : []),
		...(block.within === undefined
			? []
			: [[`within ${block.within} s`, 'faint'] as [string, Role]]),
		...(timeoutOf(block) === undefined
			? []
			: [[`timeout ${timeoutOf(block)} s`, 'faint'] as [string, Role]]),
		...(block.capture === undefined ? [] : [[`gives ${block.capture}`, 'faint'] as [string, Role]]),
		...(block.file || block.purpose === 'example'
			? []
			: [[block.language === 'bash' ? 'bash -e' : 'sh -e', 'faint'] as [string, Role]]),
		...(block.danger ? [['DANGER', 'bad'] as [string, Role]] : []),
		...(edited ? [['EDITED', 'warning'] as [string, Role]] : []),
	];
	return words.flatMap(([text, role], index) => [
		index > 0 ? span(safe` · `, 'faint') : span(isNext ? safe` ❯ ` : safe`   `, 'accent'),
		span(showText(text), role),
	]);
}

/** What a block that only looks has without its author's doing is not worth a word. */
function timeoutOf({ purpose, capture, timeout }: Block): number | undefined {
	const looks = purpose === 'verify' || purpose === 'done' || capture !== undefined;
	return looks && timeout === DEFAULT_TIMEOUT ? undefined : timeout;
}

/** `first (here)`, `first (fw2)`, `first (?)`. */
export function hostName(state: RunState, host: string): string {
	const named = state.hosts.get(host);
	return `${host} (${named === undefined ? '?' : named.here ? 'here' : named.name})`;
}
