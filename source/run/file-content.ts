/**
 * The content of a file block with its values in place. A line with a list stands there once for
 * each value; a line whose optional value was left empty is left out. There is no other logic.
 */
import type { Block, Placeholder, Template, Value } from '../runbook/types.ts';
import type { PlannedFile } from './plan.ts';
import type { Known } from './values.ts';

export type FilledFile =
	| { readonly kind: 'ready'; readonly file: PlannedFile }
	| { readonly kind: 'waiting'; readonly names: readonly string[] }
	| { readonly kind: 'refused'; readonly name: string; readonly because: string };

export type Lookup = (name: string) => Known;

/** One line of a template, with the placeholders that stand in it. */
export type TemplateLine = { readonly text: string; readonly placeholders: readonly Placeholder[] };

/** `isPath` says which names are of the type `path`: only those may lead into other folders. */
export function fillFile(
	block: Block,
	look: Lookup,
	isPath: (name: string) => boolean,
): FilledFile {
	const target = block.file;
	if (!target) throw new TypeError('Only a block with `file=` has a content to fill.');
	const named = [target.path, target.owner, block.content].flatMap(template =>
		template ? template.placeholders.map(placeholder => placeholder.name) : [],
	);
	const waiting = [...new Set(named)].filter(name => look(name).kind === 'missing');
	if (waiting.length > 0) return { kind: 'waiting', names: waiting };
	for (const { name } of target.path.placeholders) {
		const known = look(name);
		const because = known.kind === 'value' ? wrongInPath(known.value, isPath(name)) : 'it is empty';
		if (because) return { kind: 'refused', name, because };
	}
	const path = putIn(target.path, look);
	const [first] = target.path.placeholders;
	// `{{x}}{{y}}`, each with a dot in it.
	if (first && path.split('/').includes('..')) {
		return { kind: 'refused', name: first.name, because: 'it makes a part of the path `..`' };
	}
	for (const { name } of target.owner?.placeholders ?? []) {
		const because = wrongInOwner(look(name));
		if (because) return { kind: 'refused', name, because };
	}
	const lines = templateLines(block.content).flatMap(line => fillLine(line, look));
	return {
		kind: 'ready',
		file: {
			path,
			content: lines.map(line => `${line}\n`).join(''),
			...(target.mode === undefined ? {} : { mode: target.mode }),
			...(target.owner === undefined ? {} : { owner: putIn(target.owner, look) }),
		},
	};
}

/** The lines of a template; a final newline makes no line of its own. */
export function templateLines(template: Template): readonly TemplateLine[] {
	const lines: TemplateLine[] = [];
	let start = 0;
	if (template.text === '') return lines;
	for (const text of template.text.replace(/\n$/, '').split('\n')) {
		const end = start + text.length;
		lines.push({
			text,
			placeholders: template.placeholders
				.filter(placeholder => placeholder.start >= start && placeholder.end <= end)
				.map(({ name, start: from, end: to }) => ({ name, start: from - start, end: to - start })),
		});
		start = end + 1;
	}
	return lines;
}

/** The lines that one line becomes: none, one, or one for each value of its list. */
export function fillLine(line: TemplateLine, look: Lookup): readonly string[] {
	let filled = [''];
	let at = 0;
	for (const { name, start, end } of line.placeholders) {
		const known = look(name);
		if (known.kind !== 'value') return [];
		const before = line.text.slice(at, start);
		filled = [known.value].flat().flatMap(value => filled.map(text => text + before + value));
		at = end;
	}
	return filled.map(text => text + line.text.slice(at));
}

/** A user, or a user and a group where the placeholder is the whole owner; nothing else for chown. */
function wrongInOwner(known: Known): string | undefined {
	if (known.kind !== 'value') return 'it is empty';
	if (typeof known.value !== 'string') return 'a list cannot own a file';
	if (/^[^\s\p{Cc}:-][^\s\p{Cc}:]*(?::[^\s\p{Cc}:-][^\s\p{Cc}:]*)?$/u.test(known.value))
		return undefined;
	return 'it is neither a user nor a user and a group';
}

function putIn(template: Template, look: Lookup): string {
	return fillLine({ text: template.text, placeholders: template.placeholders }, look)[0] ?? '';
}

/** A value may lead nowhere else: only a `path` may hold `/`. */
function wrongInPath(value: Value, isPath: boolean): string | undefined {
	if (typeof value !== 'string') return 'a list cannot stand in a path';
	if (/[\u0000-\u001f\u007f]/.test(value)) return 'it holds a control character';
	if (value.split('/').includes('..')) return 'it holds `..`';
	return value.includes('/') && !isPath ? 'it holds `/`' : undefined;
}
