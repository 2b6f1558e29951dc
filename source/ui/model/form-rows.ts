/** A form as rows. Pure. */
import { safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import { showText } from '../display.ts';
import { fieldLine } from './field.ts';
import { choicesLeft, type Entry } from './form.ts';
import { fitLine, type Line, line, type Span, span } from './line.ts';

export type FormRow = { readonly line: Line; readonly entry: number };

/** More choices than this are cut to those around the one that stands there. */
const CHOICES = 6;

export function formRows(
	entries: readonly Entry[],
	focus: number,
	submit: string,
	columns: number,
): readonly FormRow[] {
	const rows = entries.flatMap((entry, index) =>
		entryLines(entry, index === focus, columns).map(text => ({ line: text, entry: index })),
	);
	const isLast = focus === entries.length;
	return [
		...rows,
		{
			line: [
				span(isLast ? safe` ❯ ` : safe`   `, 'accent'),
				span(safe`[ ${showText(submit)} ]`, isLast ? 'cursor' : 'strong'),
			],
			entry: entries.length,
		},
	];
}

function entryLines(entry: Entry, isFocus: boolean, columns: number): readonly Line[] {
	const masked = entry.kind.is === 'input' && entry.kind.input.type === 'secret';
	const mark = span(isFocus ? safe` ❯ ` : safe`   `, 'accent');
	const label: Line = [
		mark,
		span(showText(entry.label), isFocus ? 'strong' : 'plain'),
		span(safe`  ${showText(entry.name)}`, 'faint'),
	];
	const value = isFocus
		? fieldLine(entry.field, columns - 5, masked)
		: [
				span(
					masked
						? ('•'.repeat([...entry.field.text].length) as ReturnType<typeof showText>)
						: showText(entry.field.text),
				),
			];
	const below = [
		...(entry.problem === undefined
			? []
			: wrapWords(showText(entry.problem), columns - 6).map(text =>
					line(safe`     ✗ ${text}`, 'bad'),
				)),
		...(isFocus ? helpLines(entry, columns) : []),
	];
	return [label, [span(safe`   ❘ `, 'faint'), ...value], ...below, []].map(text =>
		fitLine(text, columns),
	);
}

function helpLines(entry: Entry, columns: number): readonly Line[] {
	const help =
		entry.help === ''
			? []
			: wrapWords(showText(entry.help), columns - 6).map(text => line(safe`     ${text}`, 'faint'));
	const suggest = entry.kind.is === 'input' ? entry.kind.input.suggest : undefined;
	const offer =
		suggest === undefined
			? []
			: [
					fitLine(
						line(safe`     Tab runs: ${showText(suggest.trim().replaceAll('\n', '; '))}`, 'faint'),
						columns,
					),
				];
	return [...choiceLines(entry, columns), ...help, ...offer];
}

function choiceLines(entry: Entry, columns: number): readonly Line[] {
	const left = choicesLeft(entry);
	if (entry.choices.length === 0) return [];
	if (left.length === 0) return [line(safe`     nothing begins so`, 'warning')];
	const at = Math.max(0, left.indexOf(entry.field.text));
	const from = Math.max(0, Math.min(at - 2, left.length - CHOICES));
	const spans: Span[] = [span(safe`     ←→ `, 'key')];
	for (const choice of left.slice(from, from + CHOICES)) {
		spans.push(
			span(showText(choice), choice === entry.field.text ? 'accent' : 'plain'),
			span(safe`  `),
		);
	}
	if (left.length > CHOICES) spans.push(span(safe`of ${left.length}; type to filter`, 'faint'));
	return [fitLine(spans, columns)];
}
