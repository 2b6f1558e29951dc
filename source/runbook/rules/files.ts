/** Placeholders in the content of files, in `file=` and in `owner=`. */
import { positionInContent } from '../fences.ts';
import { didYouMean } from '../nearest.ts';
import { blocksOf } from '../steps.ts';
import type { Block, FileTarget, Placeholder, Position, Template } from '../types.ts';
import type { Checked } from './index.ts';
import { positionOfWord } from './info-words.ts';

export function checkFiles(checked: Checked): void {
	for (const block of checked.steps.flatMap(blocksOf)) {
		if (!block.file) continue;
		checkTarget(block, block.file, checked);
		checkContent(block, checked);
	}
}

/** Reports a name that nothing declares, and a secret; says whether the name is good. */
export function checkName(name: string, at: Position, { names, report }: Checked): boolean {
	const kind = names.kindOf(name);
	if (!kind) {
		report.add('undeclared-placeholder', at, `\`{{${name}}}\` is not declared.`, () =>
			didYouMean(name, names.all, `Declare \`${name}\` under \`inputs\`, or capture it.`),
		);
	} else if (kind.type === 'secret') {
		report.add(
			'secret-in-text',
			at,
			`\`{{${name}}}\` is a secret, and a secret is never part of a text.`,
			`Write it with a command: \`printf '%s\\n' "$${name}" > file\`.`,
		);
	}
	return kind !== undefined && kind.type !== 'secret';
}

function checkTarget(block: Block, { path, owner }: FileTarget, checked: Checked): void {
	const words: readonly (readonly [string, Template | undefined])[] = [
		['file=', path],
		['owner=', owner],
	];
	for (const [key, template] of words) {
		for (const placeholder of template?.placeholders ?? []) {
			const at = positionOfWord(block, key, checked.lines);
			if (checkName(placeholder.name, at, checked)) checkPlace(placeholder, key, at, checked);
		}
	}
}

function checkPlace(
	{ name, start }: Placeholder,
	key: string,
	at: Position,
	{ names, report }: Checked,
): void {
	const kind = names.kindOf(name);
	if (kind?.many) {
		report.add(
			'list-not-here',
			at,
			`\`{{${name}}}\` is a list, and \`${key}\` takes one value.`,
			'Write a block for each, or a command with `for`.',
		);
	}
	if (key === 'file=' && start === 0 && kind?.type !== 'path') {
		report.add(
			'bad-file-path',
			at,
			`\`file=\` begins with \`{{${name}}}\`, which is not a \`path\`.`,
			'Begin with `/`, or give the input `type: path`.',
		);
	}
}

function checkContent(block: Block, checked: Checked): void {
	const { names, report, lines } = checked;
	const warned = new Set<string>();
	const byLine = new Map<number, string[]>();
	for (const { name, start } of block.content.placeholders) {
		const at = positionInContent(block, start, lines);
		if (!checkName(name, at, checked)) continue;
		byLine.set(at.line, [...(byLine.get(at.line) ?? []), name]);
		const kind = names.kindOf(name);
		const isFree = kind?.type === 'text' || kind?.type === 'path';
		if (!isFree || kind.pattern || warned.has(name)) continue;
		warned.add(name);
		report.add(
			'file-value-without-pattern',
			at,
			`\`{{${name}}}\` goes into the file as it is, whatever it holds.`,
			`Give \`${name}\` a \`pattern\` that leaves out what the file could take for its own.`,
		);
	}
	for (const [line, used] of byLine) checkLine(block, line, used, checked);
}

function checkLine(
	block: Block,
	line: number,
	used: readonly string[],
	{ names, report, lines }: Checked,
): void {
	const lists = used.filter(name => names.kindOf(name)?.many);
	const optional = used.filter(name => names.input(name)?.optional && !lists.includes(name));
	if (lists.length === 0 || lists.length + optional.length < 2) return;
	const start = block.content.text.split('\n').slice(0, line - block.contentLine);
	report.add(
		'two-lists-in-line',
		positionInContent(block, start.join('\n').length + (start.length > 0 ? 1 : 0), lines),
		`A list and another list or an optional value stand on one line: ${[...lists, ...optional].map(name => `\`{{${name}}}\``).join(', ')}.`,
		'Put them on lines of their own.',
	);
}
