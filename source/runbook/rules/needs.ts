/** A value that may be missing is used only where `when=` says that it is there; a capture only later. */
import { positionInContent } from '../fences.ts';
import { blocksOf, linksOf } from '../steps.ts';
import type { Block, Placeholder, Position, Step } from '../types.ts';
import type { Checked } from './index.ts';
import { positionOfWord } from './info-words.ts';

type Use = { readonly name: string; readonly at: Position };

export function checkNeeds(checked: Checked): void {
	const { steps } = checked;
	const isStraight = !steps.some(step => linksOf(step).some(({ undo }) => !undo));
	for (const [order, step] of steps.entries()) {
		for (const block of blocksOf(step)) {
			const later = isStraight ? steps.slice(order) : [step];
			const uses = usesOf(block, checked);
			for (const use of uses) checkOptional(use, block, checked);
			for (const use of [...uses, ...askedBy(block, checked)]) {
				checkCaptured(use, block, step, later, checked);
			}
		}
	}
}

/** Placeholders whose value must be there: not those in a file's lines, which are left out then. */
function usesOf(block: Block, { names, lines }: Checked): readonly Use[] {
	const inContent = ({ name, start }: Placeholder) => ({
		name,
		at: positionInContent(block, start, lines),
	});
	const inWord = (key: string) => (placeholder: Placeholder) => ({
		name: placeholder.name,
		at: positionOfWord(block, key, lines),
	});
	if (block.file) {
		return [
			...block.file.path.placeholders.map(inWord('file=')),
			...(block.file.owner?.placeholders.map(inWord('owner=')) ?? []),
		];
	}
	const secrets = names.valued.filter(name => names.input(name)?.type === 'secret');
	const read = secrets.flatMap((name): Use[] => {
		const found = new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`).exec(block.content.text);
		return found ? [{ name, at: positionInContent(block, found.index, lines) }] : [];
	});
	return [...block.content.placeholders.map(inContent), ...read];
}

/** Names in `when=`. */
function askedBy(block: Block, { lines }: Checked): readonly Use[] {
	return block.when.map(({ name, test }) => ({
		name,
		at: positionOfWord(block, `when=${test === 'unset' ? '!' : ''}${name}`, lines),
	}));
}

function checkOptional({ name, at }: Use, block: Block, { names, report }: Checked): void {
	if (!names.input(name)?.optional) return;
	if (block.when.some(condition => condition.name === name && condition.test !== 'unset')) return;
	report.add(
		'optional-without-when',
		at,
		`\`${name}\` is optional, and this block needs it.`,
		`Add \`when=${name}\` to the block, or take \`optional\` away.`,
	);
}

/** All blocks that capture a name stand behind its use, which would wait for ever. */
function checkCaptured(
	{ name, at }: Use,
	block: Block,
	step: Step,
	later: readonly Step[],
	{ names, steps, report }: Checked,
): void {
	if (!names.captures.has(name) || block.purpose === 'undo') return;
	const captures = (where: readonly Step[]): readonly (readonly [Step, Block])[] =>
		where.flatMap(at => blocksOf(at).flatMap(b => (b.capture === name ? [[at, b] as const] : [])));
	const behind = captures(later).filter(
		([where, other]) => where !== step || other.index >= block.index,
	);
	if (behind.length === 0 || behind.length < captures(steps).length) return;
	report.add(
		'used-before-capture',
		at,
		`\`${name}\` is used here, and captured only by a block behind it.`,
		'Capture it first.',
	);
}
