/** A step on paper: its title, its prose, and its blocks when their turn comes. */

import type { Visit } from '../../run/outline.ts';
import type { Script } from '../../run/plan.ts';
import { putValues } from '../../run/put-values.ts';
import type { Block } from '../../runbook/types.ts';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import { columns, type Io, printLines } from '../io.ts';
import type { Plain } from './walk-plainly.ts';

export function printVisit({ io, walk }: Plain, visit: Visit): void {
	printLines(io, ['', `${'#'.repeat(Math.min(6, visit.level + 2))} ${visit.step.title}`]);
	for (const part of visit.step.parts) {
		if (part.kind !== 'prose') continue;
		const lines = proseLines([...part.nodes], Math.min(columns(io), 100), {
			put: text => putValues(walk.state, text),
			ascii: !isUtf8(io.environment),
		});
		printLines(io, ['', ...plainLines(lines)]);
	}
}

/** The exact bytes, each line behind a bar, and what they are. */
export function printScript(io: Io, what: string, script: Script): void {
	const shown = script.file ? script.file.content.replace(/\n$/, '') : script.text;
	const about = script.file
		? `${what} · writes ${script.file.path}${script.file.mode ? ` (mode ${script.file.mode})` : ''}`
		: `${what} · ${script.language} -e`;
	printLines(io, ['', about, ...shown.split('\n').map(line => `| ${line}`)]);
}

export function describeBlock(block: Block): string {
	const names = {
		action: 'action',
		done: 'done?',
		verify: 'gate',
		undo: 'undo',
		example: 'example',
	};
	return [
		names[block.purpose],
		...(block.host ? [`on ${block.host}`] : []),
		...(block.root ? ['root'] : []),
		...(block.danger ? ['DANGER'] : []),
		...(block.within ? [`within ${block.within} s`] : []),
		...(block.capture ? [`gives ${block.capture}`] : []),
	].join(' · ');
}
