/** The YAML between the first two lines of `---`, as plain entries with their offsets. */
import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type Node,
	parseDocument,
	type YAMLMap,
} from 'yaml';
import type { FrontMatter } from './find-front-matter.ts';
import { findHidden } from './hidden-characters.ts';
import type { Report } from './report.ts';
import { isTooDeep, remedyForSyntax } from './yaml-guard.ts';

/** The most that front matter may have, in characters. */
const LONGEST = 32 * 1024;

/** One value. Every scalar is text; what it means is said by who reads it. */
export type Entry =
	| { readonly kind: 'text'; readonly text: string; readonly at: number }
	| { readonly kind: 'list'; readonly items: readonly Entry[]; readonly at: number }
	| { readonly kind: 'map'; readonly pairs: readonly Pair[]; readonly at: number };

export type Pair = { readonly key: string; readonly keyAt: number; readonly value: Entry };

/** The top-level keys; undefined, with a diagnostic, where the YAML cannot be read. */
export function readFrontMatter(
	text: string,
	{ start, yamlEnd }: FrontMatter,
	report: Report,
): readonly Pair[] | undefined {
	const yaml = text.slice(start, yamlEnd);
	if (yaml.length > LONGEST) {
		report.add(
			'front-matter-too-large',
			start,
			'The front matter is larger than 32 KiB.',
			'Move explanations into the text below it.',
		);
		return undefined;
	}
	const deep = isTooDeep(yaml);
	if (deep !== undefined) {
		report.add(
			'front-matter-nesting',
			start + deep,
			'Too many lists or maps stand inside each other here.',
			'No key of the front matter needs more than three levels.',
		);
		return undefined;
	}
	// Keys that stand twice are found below: the check of `yaml` takes the square of their number.
	const document = parseDocument(yaml, {
		schema: 'failsafe',
		version: '1.2',
		uniqueKeys: false,
		prettyErrors: false,
		logLevel: 'silent',
	});
	return new Converter(start, yaml, report).read(document);
}

/** Turns YAML's nodes into entries. It has no objects with keys from the file, only lists of pairs. */
class Converter {
	readonly #start: number;
	readonly #yaml: string;
	readonly #report: Report;
	/** Something could not be taken as it was meant: then nothing of it is used. */
	#refused = false;

	constructor(start: number, yaml: string, report: Report) {
		this.#start = start;
		this.#yaml = yaml;
		this.#report = report;
	}

	read(document: Document.Parsed): readonly Pair[] | undefined {
		const directive = /^(?:%|\.\.\.[ \t]*$)/m.exec(this.#yaml);
		if (directive) {
			this.#report.add(
				'yaml-directive',
				this.#start + directive.index,
				'The front matter holds a YAML directive or the end of a document.',
				'Remove this line; the front matter is one plain map.',
			);
			return undefined;
		}
		const [error] = document.errors;
		if (error) {
			this.#report.add(
				'yaml-syntax',
				this.#start + error.pos[0],
				`The front matter is not valid YAML: ${lowerFirst(error.message.slice(0, 100))}.`,
				remedyForSyntax(this.#yaml, error),
			);
			return undefined;
		}
		const { contents } = document;
		if (contents === null) return [];
		const entry = this.#entry(contents);
		if (this.#refused) return undefined;
		if (entry?.kind === 'map') return entry.pairs;
		if (entry) {
			this.#report.add(
				'front-matter-not-map',
				entry.at,
				'The front matter is no map of keys and values.',
				'Write `runbook: 1` first, and every key on a line of its own.',
			);
		}
		return undefined;
	}

	#entry(node: Node | null): Entry | undefined {
		const at = this.#start + (node?.range?.[0] ?? 0);
		if (!node) return { kind: 'text', text: '', at };
		if (isAlias(node) || node.anchor !== undefined) {
			this.#refused = true;
			this.#report.add(
				'yaml-alias',
				at,
				'The front matter holds a YAML anchor or alias.',
				'Write the value out where it is needed; a value that begins with `&` or `*` needs quotes.',
			);
			return undefined;
		}
		if (node.tag !== undefined) {
			this.#refused = true;
			this.#report.add(
				'yaml-tag',
				at,
				`The front matter holds the YAML tag \`${node.tag}\`.`,
				'Leave it out: what a value is follows from its key; a value that begins with `!` needs quotes.',
			);
			return undefined;
		}
		if (isMap(node)) return this.#map(node, at);
		if (isSeq(node)) {
			const items = node.items.flatMap(item => this.#entry(item as Node) ?? []);
			return { kind: 'list', items, at };
		}
		if (!isScalar(node)) return undefined;
		const text = typeof node.value === 'string' ? node.value : '';
		this.#checkHidden(text, at);
		return { kind: 'text', text, at };
	}

	#map(node: YAMLMap, at: number): Entry {
		const seen = new Set<string>();
		const pairs: Pair[] = [];
		for (const { key, value } of node.items) {
			const name = this.#entry(key as Node | null);
			if (!name) continue;
			if (name.kind !== 'text') {
				this.#refused = true;
				this.#report.add(
					'yaml-key',
					name.at,
					'A list or map stands here as a key.',
					'A key is one word; a value that begins with `[`, `{` or `?` needs quotes.',
				);
				continue;
			}
			if (seen.has(name.text)) {
				this.#report.add(
					'duplicate-key',
					name.at,
					`The key \`${name.text}\` stands here twice.`,
					'Remove one of them.',
				);
				continue;
			}
			seen.add(name.text);
			const entry = this.#entry(value as Node | null) ?? { kind: 'text', text: '', at: name.at };
			// A value that is not there has no place: its key's will do.
			const found = value === null ? { ...entry, at: name.at } : entry;
			pairs.push({ key: name.text, keyAt: name.at, value: found });
		}
		return { kind: 'map', pairs, at };
	}

	/** What was written plainly is found in the file's text; this finds `"\u202e"`. */
	#checkHidden(text: string, at: number): void {
		const [hidden] = findHidden(text);
		if (!hidden || this.#yaml.includes(String.fromCodePoint(text.codePointAt(hidden.offset) ?? 0)))
			return;
		this.#report.add(
			'hidden-character',
			at,
			`${hidden.code} is written as an escape here; it ${hidden.what}.`,
			'Remove it.',
		);
	}
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
