/** A form as rows. Pure. */
import type { PatternMatcher } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { truncate, width, wrapWords } from '../../text/width.ts';
import { showText } from '../display.ts';
import { choiceLines } from './choice-rows.ts';
import { fieldLine, shownText } from './field.ts';
import { choicesLeft, type Entry, isList, isSecret, problemSoFar, valuesOf } from './form.ts';
import { fitLine, type Line, line, lineWidth, type Role, span, spread } from './line.ts';

export type FormRow = { readonly line: Line; readonly entry: number };

export type FormLook = {
	readonly focus: number;
	readonly submit: string;
	readonly columns: number;
	readonly matches: PatternMatcher;
	/** Whether a command that suggests values would run on Tab. */
	readonly suggests: boolean;
};

export function formRows(entries: readonly Entry[], look: FormLook): readonly FormRow[] {
	const isLast = look.focus === entries.length;
	const submit = safe`[ ${showText(look.submit)} ]`;
	return [
		...entries.flatMap((entry, index) =>
			entryLines(entry, index === look.focus, look).map(text => ({ line: text, entry: index })),
		),
		{
			line: [
				span(isLast ? safe` ❯ ` : safe`   `, 'accent'),
				span(submit, isLast ? 'cursor' : 'strong'),
			],
			entry: entries.length,
		},
	];
}

function entryLines(entry: Entry, isFocus: boolean, look: FormLook): readonly Line[] {
	const { columns, matches } = look;
	const masked = isSecret(entry);
	const bar = span(safe`   ❘ `, isFocus ? 'accent' : 'faint');
	const items = entry.items.map(item => [bar, span(showText(item)), span(safe`  ✓`, 'good')]);
	const typed = isFocus
		? fieldLine(entry.field, columns - 5, masked)
		: [span(shownText(truncated(entry.field.text, columns), masked))];
	const isEmpty = isList(entry) && !isFocus && entry.items.length > 0 && entry.field.text === '';
	return [
		...labelLines(entry, isFocus, stateOf(entry, matches), columns),
		...items,
		...(isEmpty ? [] : [[bar, ...typed]]),
		...problemLines(entry, isFocus, look),
		...(isFocus ? helpLines(entry, look) : []),
		[],
	].map(text => fitLine(text, columns));
}

/** The question in full, on as many rows as it takes; its name behind it; how it stands, on the right. */
function labelLines(entry: Entry, isFocus: boolean, state: Line, columns: number): readonly Line[] {
	// A sign that comes while one types moves no word to another row.
	const room = columns - 3 - Math.max(SIGN, lineWidth(state)) - 1;
	const name = showText(entry.name);
	const words = wrapWords(showText(entry.label), room);
	const last = words.at(-1) ?? safe``;
	const hasRoom = width(last) + 2 + width(name) <= room;
	const parts = hasRoom ? words : [...words, safe``];
	return parts.map((text, index) => {
		const isLast = index === parts.length - 1;
		return spread(
			[
				span(isFocus && index === 0 ? safe` ❯ ` : safe`   `, 'accent'),
				span(text, isFocus ? 'strong' : 'plain'),
				...(isLast ? [span(hasRoom ? safe`  ${name}` : name, 'faint')] : []),
			],
			index === 0 ? state : [],
			columns,
		);
	});
}

/** The columns of a sign such as ✓, with a blank behind it. */
const SIGN = 2;

/** What a field shows is never more than a row, however much was pasted into it. */
function truncated(text: string, columns: number): string {
	return text.slice(0, columns * 2);
}

/** How it stands with a field, beside its name. */
function stateOf(entry: Entry, matches: PatternMatcher): Line {
	if (entry.problem !== undefined) return [span(safe`✗ `, 'bad')];
	if (entry.asking) return [span(safe`asking … `, 'accent')];
	const isGood = valuesOf(entry).length > 0 && problemSoFar(entry, matches) === undefined;
	if (!isGood) return [];
	return [span(entry.remembered ? safe`as last time ` : safe``, 'faint'), span(safe`✓ `, 'good')];
}

/** While one types it is a hint; once the field was left, an error. */
function problemLines(entry: Entry, isFocus: boolean, look: FormLook): readonly Line[] {
	const paragraph = (text: string, sign: ReturnType<typeof safe>, role: Role) =>
		wrapWords(showText(text), look.columns - 8).map((part, index) =>
			line(safe`     ${index === 0 ? sign : safe`  `}${part}`, role),
		);
	if (entry.problem !== undefined) return paragraph(entry.problem, safe`✗ `, 'bad');
	// What is typed of a choice filters, and is no error while any is left.
	const filters = entry.closed && choicesLeft(entry).length > 0;
	const soFar = isFocus && !filters ? problemSoFar(entry, look.matches) : undefined;
	return soFar === undefined ? [] : paragraph(soFar, safe`… `, 'warning');
}

function helpLines(entry: Entry, { columns, suggests }: FormLook): readonly Line[] {
	const help = entry.help.flatMap(text =>
		wrapWords(showText(text), columns - 6).map(part => line(safe`     ${part}`, 'faint')),
	);
	const suggest = entry.kind.is === 'input' ? entry.kind.input.suggest : undefined;
	const command = showText((suggest ?? '').trim().replaceAll('\n', '; '));
	const offer =
		suggest === undefined || !suggests
			? []
			: [line(truncate(safe`     Tab runs: ${command}`, columns), 'faint')];
	// Among choices the arrows are what helps.
	const stands = entry.given !== '' && entry.field.text === entry.given && !entry.closed;
	const keeps = stands ? [line(safe`     Enter keeps it, Ctrl-U clears it.`, 'faint')] : [];
	return [...choiceLines(entry, columns), ...help, ...keeps, ...offer];
}
