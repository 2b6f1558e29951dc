/** Blocks of other machines: for reading, and for the operator to do there. */
import type { Block } from '../../runbook/types.ts';
import { comment, commentedBytes } from './comments.ts';
import { renderBlock } from './render.ts';
import type { Writing } from './writing.ts';

/** Adds a block as comments. */
export function writeForeign(writing: Writing, block: Block, title: string): void {
	const { runbook, state, late, needs } = writing;
	const rendered = renderBlock(runbook, state, late, block);
	const where = placeOf(writing, block);
	const host = block.host ?? 'this machine';
	needs.byHand.push(`${title}: on ${host}`);
	if (rendered.file) {
		const { path, mode, owner, content } = rendered.file;
		const with_ = [...(mode ? [`mode ${mode}`] : []), ...(owner ? [`owner ${owner}`] : [])];
		const how = with_.length > 0 ? ` (${with_.join(', ')})` : '';
		writing.add(...comment(`${where}, by hand, the file ${path}${how}:`));
		writing.add(...commentedBytes(content.replace(/\n$/, '')));
		return;
	}
	const shell = block.language === 'bash' ? 'bash' : 'sh';
	writing.add(...comment(`${where}, by hand (${shell} -e):`));
	writing.add(...commentedBytes(rendered.text));
}

/** Adds, as comments, how to take back what was done by hand. */
export function writeForeignUndo(writing: Writing, block: Block, title: string): void {
	const { runbook, state, late } = writing;
	if (block.purpose === 'undo') {
		writeForeign(writing, block, title);
		return;
	}
	const path = renderBlock(runbook, state, late, block).file?.path ?? '';
	const what = `put back what was in ${path}, or remove it.`;
	writing.add(...comment(`${placeOf(writing, block)}, by hand: ${what}`));
}

function placeOf({ state }: Writing, { host }: Block): string {
	if (host === undefined) return 'On this machine';
	const name = state.hosts.get(host)?.name ?? host;
	return name === host ? `On ${host}` : `On ${host} (${name})`;
}
