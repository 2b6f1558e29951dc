/** From a fence to a block: a command or a file, and what its words say. */
import { checkWords, WORDS } from './block-words.ts';
import type { Fence } from './fences.ts';
import { readFileTarget } from './file-target.ts';
import { checkInfoString, type InfoString, splitInfoString } from './info-string.ts';
import { didYouMean, listed } from './nearest.ts';
import { optional } from './optional.ts';
import { readDuration, readSize } from './quantities.ts';
import type { Report } from './report.ts';
import { NAME } from './settings.ts';
import { readTemplate } from './template.ts';
import type { Block, Condition, Language, Purpose } from './types.ts';

/** Shells that nobody writes to be shown only. `console` is for a session with its output. */
const OTHER_SHELLS = ['zsh', 'ksh', 'mksh', 'dash', 'ash', 'fish', 'csh', 'tcsh', 'shellscript'];

/** Also what keeps words from being compared with each other for long. */
const LONGEST_INFO = 1000;

/** Seconds after which what should only look is ended, unless told. */
export const DEFAULT_TIMEOUT = 30;

export type BlockSettings = {
	/** Whether the front matter says `root: true`. */
	readonly root: boolean;
	readonly hosts: readonly { readonly name: string }[];
};

/** The shell that runs blocks of this language; undefined where there is none. */
export function shellOf(language: string): Language | undefined {
	if (language === 'sh' || language === 'shell') return 'sh';
	return language === 'bash' ? 'bash' : undefined;
}

/** Whether these words make a block, for a fence that stands where none may. */
export function meansSomething(info: string): boolean {
	const { language, words } = splitInfoString(info, { line: 1, column: 1 });
	return shellOf(language) !== undefined || words.some(({ key, value }) => key === 'file' && value);
}

/** The block; undefined where the fence is only shown. Mistakes in its words are reported. */
export function readBlock(
	fence: Fence,
	index: number,
	settings: BlockSettings,
	report: Report,
): Block | undefined {
	const info = splitInfoString(fence.info, fence.infoPosition);
	const shell = shellOf(info.language);
	const isFile = info.words.some(({ key, value }) => key === 'file' && value !== undefined);
	if (shell === undefined && !isFile) {
		checkShown(info, fence, report);
		return undefined;
	}
	if (fence.info.length > LONGEST_INFO) {
		report.add(
			'too-intricate',
			fence.infoPosition,
			`The words of this block have more than ${LONGEST_INFO} characters.`,
			'A few words and names are enough; longer values are inputs.',
		);
		return undefined;
	}
	checkInfoString(fence.info, fence.infoPosition, report);
	checkWords(info, report);
	const has = (key: string): boolean => info.words.some(word => word.key === key);
	if (!isFile && fence.content.trim() === '') {
		report.add(
			'empty-block',
			fence.position,
			'This block is empty.',
			'Write its commands, or remove it.',
		);
	}
	const purpose = purposeOf(info);
	const raw = has('raw');
	const reader = new WordReader(info, report);
	const host = reader.host(settings.hosts);
	const capture = reader.capture();
	const timeout = reader.duration('timeout');
	const looks = purpose === 'verify' || purpose === 'done' || capture !== undefined;
	const usual = looks && !has('tty') ? DEFAULT_TIMEOUT : undefined;
	return {
		kind: 'block',
		index,
		purpose,
		infoLanguage: info.language,
		language: isFile ? 'sh' : (shell ?? 'sh'),
		content: readTemplate(fence.content, raw),
		...optional('file', readFileTarget(info, raw, report)),
		tty: has('tty'),
		danger: has('danger'),
		root: has('root') || (settings.root && !has('host')),
		...optional('host', host),
		when: reader.conditions(),
		...optional('capture', capture),
		...optional('within', reader.duration('within')),
		...optional('timeout', timeout ?? usual),
		...optional('limit', reader.limit()),
		position: fence.position,
		contentLine: fence.position.line + 1,
	};
}

function purposeOf({ words }: InfoString): Purpose {
	const found = words.find(({ key }) => ['done', 'verify', 'undo', 'example'].includes(key));
	return (found?.key as Purpose | undefined) ?? 'action';
}

class WordReader {
	readonly #info: InfoString;
	readonly #report: Report;

	constructor(info: InfoString, report: Report) {
		this.#info = info;
		this.#report = report;
	}

	host(hosts: readonly { readonly name: string }[]): string | undefined {
		const word = this.#valued('host');
		if (!word) return undefined;
		const names = hosts.map(({ name }) => name);
		if (!names.includes(word.value)) {
			this.#report.add(
				'unknown-host',
				word.position,
				`The host \`${word.value}\` is not declared.`,
				() =>
					didYouMean(
						word.value,
						names,
						names.length > 0
							? `The hosts are ${listed(names)}.`
							: `Declare it: \`hosts: { ${word.value}: What it is }\`.`,
					),
			);
		}
		return word.value;
	}

	capture(): string | undefined {
		const word = this.#valued('capture');
		if (!word) return undefined;
		if (NAME.test(word.value)) return word.value;
		this.#report.add(
			'bad-capture',
			word.position,
			`\`${word.value}\` is no name for a capture.`,
			'A name has small letters, digits and `_`, begins with a letter, and has at most 32 characters.',
		);
		return undefined;
	}

	duration(key: 'timeout' | 'within'): number | undefined {
		const word = this.#valued(key);
		if (!word) return undefined;
		const seconds = readDuration(word.value);
		if (seconds === undefined) {
			this.#report.add(
				'bad-duration',
				word.position,
				`\`${word.value}\` is no time for \`${key}\`.`,
				`Write \`${key}=30s\`, \`5m\` or \`2h\`; a day is the most.`,
			);
		}
		return seconds;
	}

	limit(): number | undefined {
		const word = this.#valued('limit');
		if (!word) return undefined;
		const bytes = readSize(word.value);
		if (bytes === undefined) {
			this.#report.add(
				'bad-limit',
				word.position,
				`\`${word.value}\` is no size for \`limit\`.`,
				'Write `limit=64MiB`, with `KiB`, `MiB` or `GiB`; 1,024 GiB are the most.',
			);
		}
		return bytes;
	}

	conditions(): readonly Condition[] {
		return this.#info.words.flatMap(({ key, value, position }): Condition[] => {
			if (key !== 'when' || value === undefined || value === '') return [];
			const [, not, name = '', equals] = /^(!?)([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
			if (!NAME.test(name) || equals === '' || (not === '!' && equals !== undefined)) {
				this.#report.add(
					'bad-condition',
					position,
					`\`when=${value}\` is no condition.`,
					'Write `when=name`, `when=!name` or `when=name=value`.',
				);
				return [];
			}
			if (equals !== undefined) return [{ name, test: 'equals', value: equals }];
			return [{ name, test: not === '!' ? 'unset' : 'set' }];
		});
	}

	#valued(key: string) {
		const word = this.#info.words.find(found => found.key === key);
		return word?.value ? { ...word, value: word.value } : undefined;
	}
}

/** A fence that is only shown, although its words say that more was meant. */
function checkShown({ language, words }: InfoString, fence: Fence, report: Report): void {
	const word = WORDS.includes(language)
		? { key: language, position: fence.infoPosition }
		: words.find(({ key }) => WORDS.includes(key));
	if (word) {
		report.add(
			'not-a-shell',
			word.position,
			language === '' || WORDS.includes(language)
				? `\`${word.key}\` stands on a fence without a language, so nothing in it runs.`
				: `\`${word.key}\` stands on a fence of \`${language}\`, and nothing in it runs.`,
			'Begin with `sh` or `bash`, or name a file with `file=`.',
		);
		return;
	}
	const small = language.toLowerCase();
	if (OTHER_SHELLS.includes(small) || (small !== language && shellOf(small) !== undefined)) {
		report.add(
			'shown-only',
			fence.infoPosition,
			`A fence of \`${language}\` is only shown.`,
			'Write `sh` or `bash` if it shall run, or `console` for a session.',
		);
	}
}
