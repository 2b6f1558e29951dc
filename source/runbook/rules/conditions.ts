/** `when=` names what there is, and asks what can be. */
import { didYouMean } from '../nearest.ts';
import { blocksOf } from '../steps.ts';
import type { Block, Condition } from '../types.ts';
import { checkValue } from '../values.ts';
import type { Checked } from './index.ts';
import { positionOfWord } from './info-words.ts';

export function checkConditions(checked: Checked): void {
	for (const block of checked.steps.flatMap(blocksOf)) {
		for (const condition of block.when) checkCondition(condition, block, checked);
		checkTogether(block, checked);
		checkCapture(block, checked);
	}
}

function checkCondition(condition: Condition, block: Block, checked: Checked): void {
	const { names, report } = checked;
	const { name, test, value = '' } = condition;
	const at = positionOfWord(block, `when=${test === 'unset' ? '!' : ''}${name}`, checked.lines);
	if (!names.valued.includes(name)) {
		report.add(
			'unknown-condition',
			at,
			`\`when=\` asks for \`${name}\`, which is neither an input nor a capture.`,
			() => didYouMean(name, names.valued, 'Declare it in `inputs`, or capture it.'),
		);
		return;
	}
	const input = names.input(name);
	if (test !== 'equals' || !input) return;
	const problem =
		input.type === 'secret'
			? `\`${name}\` is a secret, and no text is compared with it.`
			: input.many
				? `\`${name}\` is a list, which has no one value.`
				: // No pattern: the matcher of the file's own patterns is not needed for a constant.
					checkValue({ ...input, pattern: undefined } as never, value, () => true);
	if (problem === undefined) return;
	report.add(
		'bad-condition',
		at,
		`\`when=${name}=${value}\` never holds: ${problem}`,
		input.type === 'choice'
			? 'Compare with one of its choices.'
			: `Write \`when=${name}\`, or a value that it may have.`,
	);
}

/** Two conditions on one name that cannot both hold. */
function checkTogether(block: Block, { lines, report }: Checked): void {
	for (const [index, one] of block.when.entries()) {
		const other = block.when
			.slice(0, index)
			.find(
				({ name, test, value }) =>
					name === one.name &&
					((test === 'unset') !== (one.test === 'unset') ||
						(test === 'equals' && one.test === 'equals' && value !== one.value)),
			);
		if (!other) continue;
		report.add(
			'bad-condition',
			positionOfWord(block, 'when=', lines),
			`Two conditions on \`${one.name}\` exclude each other, so this block never runs.`,
			'All conditions of a block must hold; write two blocks for either.',
		);
		return;
	}
}

/** A capture that is declared is one line of a type that may be shown. */
function checkCapture(block: Block, { names, lines, report }: Checked): void {
	const input = block.capture === undefined ? undefined : names.input(block.capture);
	if (!input || (input.type !== 'secret' && !input.many)) return;
	report.add(
		'bad-capture',
		positionOfWord(block, 'capture=', lines),
		input.many
			? `\`${input.name}\` is a list, and a capture is one line.`
			: `\`${input.name}\` is a secret, and what a block prints is kept on disk.`,
		'Capture into another name.',
	);
}
