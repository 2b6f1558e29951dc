import { isPlain, isReserved, singleQuote } from './quote.ts';
import type { Command, Filling, Rendering, Slot } from './types.ts';

/**
 * Puts values into a command, each in such quotes as its place and its characters need.
 *
 * @param command a command that was read
 * @param fill what stands for a name
 * @returns the shell text, or the first name whose value may not be put where it would stand
 */
export function renderCommand(command: Command, fill: (name: string) => Filling): Rendering {
	return renderWithout(command, fill);
}

/** As `renderCommand`, with one rule taken away: it shows in tests what the rule is there for. */
export function renderWithout(
	command: Command,
	fill: (name: string) => Filling,
	without?: string,
): Rendering {
	const filled = command.slots.map(slot => ({ slot, filling: fill(slot.name) }));
	for (const { slot, filling } of filled) {
		const reason = refuse(slot, filling, without);
		if (reason) return { refused: { name: slot.name, reason } };
	}
	let text = '';
	let from = 0;
	for (const { slot, filling } of filled) {
		text += command.text.slice(from, slot.start);
		text += written(filling, value => {
			if (slot.place.quoted) return singleQuote(value);
			if (!isPlain(value) && without !== 'plain-characters') return singleQuote(value);
			const word = wordWith(command, slot, value, fill);
			return isReserved(word) && without !== 'reserved-word' ? singleQuote(value) : value;
		});
		from = slot.end;
	}
	return { text: text + command.text.slice(from) };
}

function valuesOf(filling: Filling): readonly string[] {
	if ('variable' in filling) return [];
	return typeof filling.value === 'string' ? [filling.value] : filling.value;
}

function written(filling: Filling, quote: (value: string) => string): string {
	if ('variable' in filling) return `"$${filling.variable}"`;
	return valuesOf(filling).map(quote).join(' ');
}

/** The whole word as it would be without quotes. */
function wordWith(
	{ text, slots }: Command,
	slot: Slot,
	value: string,
	fill: (name: string) => Filling,
): string {
	const { start, end } = slot.place.word;
	let word = '';
	let from = start;
	for (const other of slots) {
		if (other.start < start || other.end > end) continue;
		word += text.slice(from, other.start);
		word += other === slot ? value : (valuesOf(fill(other.name))[0] ?? '$');
		from = other.end;
	}
	return word + text.slice(from, end);
}

/** Why a value may not be put in at all. */
function refuse(slot: Slot, filling: Filling, without?: string): string | undefined {
	if ('variable' in filling) {
		if (slot.plainOnly && !filling.plain) return `${plainReason} It is only known when it runs.`;
		if (slot.place.commandWord) return 'It is part of the name of a command.';
		return undefined;
	}
	const values = valuesOf(filling);
	if (values.length === 0) return 'There is no value.';
	for (const value of values) {
		const reason = refuseValue(slot, value, without);
		if (reason) return reason;
	}
	return undefined;
}

const plainReason =
	'Here only letters, digits and `_ . , : @ % / + -` may stand, and no `-` at the beginning: the command reads its words again.';

function refuseValue({ start, plainOnly, place }: Slot, value: string, without?: string) {
	if (value === '') return 'The value is empty.';
	if (/[\x00-\x1f\x7f]/.test(value) && without !== 'no-control-characters') {
		return 'The value holds a control character.';
	}
	// Half a surrogate pair has no bytes in UTF-8.
	if (/\p{Surrogate}/u.test(value)) return 'The value is not valid Unicode.';
	if (place.number && !/^[+-]?[0-9]{1,18}$/.test(value)) return 'The value is not a whole number.';
	if (place.commandWord && value.includes('/') && without !== 'no-path-in-command') {
		return 'The value is part of the name of a command and holds a `/`.';
	}
	const leading = start === place.word.start && value.startsWith('-');
	if (plainOnly && !place.number && (leading || !isPlain(value))) return plainReason;
	return undefined;
}
