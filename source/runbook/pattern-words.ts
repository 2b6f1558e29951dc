/** What a pattern takes, in the words of somebody who reads no regular expressions. */
import { enumerate } from '../text/enumerate.ts';
import { type Characters, type Part, partsOf } from './pattern-parts.ts';

/** More parts than this are no help any more. */
const PARTS = 6;

/** Undefined where it would take more than a sentence. */
export function patternInWords(pattern: string): string | undefined {
	const ways = partsOf(pattern)?.map(wordsOfSequence);
	if (ways === undefined || ways.length > PARTS) return undefined;
	const known = ways.filter(way => way !== undefined && way !== '');
	return known.length === ways.length ? known.join(', or ') : undefined;
}

/** The first character of the value that no part of the pattern takes. */
export function strangerIn(pattern: string, value: string): string | undefined {
	const taken = allCharacters(partsOf(pattern) ?? []);
	if (taken.length === 0) return undefined;
	return [...value].find(character => !taken.some(({ has }) => has(character)));
}

function allCharacters(ways: readonly (readonly Part[])[]): readonly Characters[] {
	return ways
		.flat()
		.flatMap(part => (part.kind === 'group' ? allCharacters(part.ways) : [part.characters]));
}

function wordsOfSequence(parts: readonly Part[]): string | undefined {
	const words: string[] = [];
	let literal = '';
	const endLiteral = () => {
		if (literal !== '') words.push(`\`${literal}\``);
		literal = '';
	};
	for (const part of parts) {
		const same = literalOf(part);
		if (same !== undefined) {
			literal += same;
			continue;
		}
		endLiteral();
		const said = part.kind === 'group' ? wordsOfGroup(part) : wordsOfCharacters(part);
		if (said === undefined) return undefined;
		words.push(said);
	}
	endLiteral();
	return words.length > PARTS ? undefined : words.join(', then ');
}

/** The text of a part that can be one text only. */
function literalOf(part: Part): string | undefined {
	if (part.kind === 'group' || part.min !== 1 || part.max !== 1) return undefined;
	const { kinds, negated } = part.characters;
	const [only] = kinds;
	return !negated && kinds.length === 1 && only !== undefined && isSingle(only) ? only : undefined;
}

/** Only where it is a choice of words. */
function wordsOfGroup({ ways, min, max }: Part & { kind: 'group' }): string | undefined {
	if (min !== 1 || max !== 1) return undefined;
	const words = ways.map(way => {
		const texts = way.map(literalOf);
		return texts.includes(undefined) ? undefined : `\`${texts.join('')}\``;
	});
	const known = words.filter(word => word !== undefined);
	return known.length < words.length ? undefined : enumerate(known, 'or');
}

function wordsOfCharacters({
	characters,
	min,
	max,
}: Part & { kind: 'characters' }): string | undefined {
	const one = enumerate(
		kindsOf(characters).map(([single]) => single),
		'or',
	);
	const many = enumerate(
		kindsOf(characters).map(([, several]) => several),
		'or',
	);
	const but = (words: string, all: string) =>
		characters.negated ? (words === '' ? all : `${all} but ${words}`) : words;
	if (max === 1) return `${min === 0 ? 'perhaps ' : ''}${but(one, 'any character')}`;
	const which = but(many, 'any characters');
	if (max === Number.POSITIVE_INFINITY) {
		if (min <= 1) return `${min === 0 ? 'perhaps ' : ''}${which}`;
	}
	const isOneKind = characters.kinds.length === 1 && !characters.negated;
	return `${countOf(min, max)} ${isOneKind ? '' : 'characters: '}${which}`;
}

function countOf(min: number, max: number): string {
	if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
	return min === max ? `${max}` : min > 1 ? `${min} to ${max}` : `at most ${max}`;
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
	'a-z': ['a small letter', 'small letters'],
	'A-Z': ['a capital letter', 'capital letters'],
	'0-9': ['a digit', 'digits'],
	' ': ['a blank', 'blanks'],
};

/** One and several of each kind. */
function kindsOf({ kinds }: Characters): readonly (readonly [string, string])[] {
	const isLetters = kinds.includes('a-z') && kinds.includes('A-Z');
	const letters = isLetters ? [['a letter', 'letters'] as const] : [];
	const others = kinds.filter(kind => !isLetters || (kind !== 'a-z' && kind !== 'A-Z'));
	return [
		...letters,
		...others.map(kind => {
			const [from, , to] = [...kind];
			const said = isSingle(kind) ? `\`${kind}\`` : `\`${from}\` to \`${to}\``;
			return NAMES[kind] ?? ([said, said] as const);
		}),
	];
}

function isSingle(kind: string): boolean {
	return [...kind].length === 1;
}
