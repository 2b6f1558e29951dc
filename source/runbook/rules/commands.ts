/** What stands inside shell blocks: their syntax and the places of their placeholders. */
import { readCommand } from '../command/index.ts';
import { positionInContent } from '../fences.ts';
import { findOddBlanks } from '../hidden-characters.ts';
import { MOST_PLACEHOLDERS_IN_ALL, tooMuchInCommand } from '../shell-guard.ts';
import { blocksOf } from '../steps.ts';
import type { Block } from '../types.ts';
import type { Checked } from './index.ts';

/** One is told about a block full of them. */
const MOST_BLANKS = 10;

/** The reader looks for these in the whole file. */
const SEEN_ALREADY = ['control-character'];

export function checkCommands(checked: Checked): void {
	let placeholders = 0;
	for (const block of checked.steps.flatMap(blocksOf)) {
		if (block.file) continue;
		placeholders += block.content.placeholders.length;
		if (placeholders > MOST_PLACEHOLDERS_IN_ALL) {
			checked.report.add(
				'too-intricate',
				block.position,
				`The blocks up to here hold more than ${MOST_PLACEHOLDERS_IN_ALL} placeholders.`,
				'Split the runbook into several.',
			);
			return;
		}
		const much = tooMuchInCommand(block.content.text);
		if (much !== undefined) {
			checked.report.add(
				'too-intricate',
				block.position,
				`This block holds ${much}.`,
				'Put the script into a file of its own, and call it.',
			);
			continue;
		}
		checkBlanks(block, checked);
		const { problems } = readCommand(block.content, block.language, name =>
			checked.names.kindOf(name),
		);
		for (const { offset, severity, rule, message, remedy } of problems) {
			if (SEEN_ALREADY.includes(rule)) continue;
			const at = positionInContent(block, offset, checked.lines);
			checked.report.note({ severity, rule, at, message, remedy });
		}
	}
}

/** A blank that is none to the shell makes one word of two. */
function checkBlanks(block: Block, { report, lines }: Checked): void {
	for (const { offset, code, what } of findOddBlanks(block.content.text).slice(0, MOST_BLANKS)) {
		report.add(
			'hidden-character',
			positionInContent(block, offset, lines),
			`${code} stands here; it ${what}.`,
			'Write an ordinary space.',
		);
	}
}
