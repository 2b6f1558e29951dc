/** Where a file block writes, and how the file then looks. */
import type { InfoString, Word } from './info-string.ts';
import type { Report } from './report.ts';
import { readTemplate } from './template.ts';
import type { FileTarget, Template } from './types.ts';

/** A user, and perhaps a group: by name or number. */
const OWNER = /^(?:[a-z_][a-z0-9_.-]*\$?|\d+)(?::(?:[a-z_][a-z0-9_.-]*\$?|\d+))?$/i;

/** The target of a block with `file=`; undefined where there is none. */
export function readFileTarget(
	{ words }: InfoString,
	raw: boolean,
	report: Report,
): FileTarget | undefined {
	const of = (key: string): Word | undefined => words.find(word => word.key === key && word.value);
	const file = of('file');
	if (!file?.value) return undefined;
	const path = readTemplate(file.value, raw);
	checkPath(path, file, report);
	const mode = of('mode');
	if (mode?.value && !/^[0-7]{4}$/.test(mode.value)) {
		report.add(
			'bad-mode',
			mode.position,
			`\`${mode.value}\` is no mode of a file.`,
			/^[0-7]{3}$/.test(mode.value)
				? `Write \`mode=0${mode.value}\`.`
				: 'Write four octal digits: `mode=0644`.',
		);
	}
	const owner = of('owner');
	const ownerTemplate = owner?.value ? readTemplate(owner.value, raw) : undefined;
	if (owner && ownerTemplate && !OWNER.test(withLetters(ownerTemplate))) {
		report.add(
			'bad-owner',
			owner.position,
			`\`${owner.value}\` is no owner of a file.`,
			'Write `owner=root:root` or `owner=root`.',
		);
	}
	return {
		path,
		...(mode?.value ? { mode: mode.value } : {}),
		...(ownerTemplate ? { owner: ownerTemplate } : {}),
	};
}

function checkPath(path: Template, { value = '', position }: Word, report: Report): void {
	const [first] = path.placeholders;
	// A placeholder at the beginning may be a whole path; its type is looked at elsewhere.
	const absolute = value.startsWith('/') || first?.start === 0;
	const parts = withLetters(path).split('/');
	const problem = !absolute
		? 'is not an absolute path'
		: parts.includes('..') || parts.includes('.')
			? 'holds `.` or `..`'
			: parts.at(-1) === ''
				? 'is a folder'
				: undefined;
	if (problem === undefined) return;
	report.add(
		'bad-file-path',
		position,
		`\`${value}\` ${problem}.`,
		'Write the path of a file from `/` on: `file=/etc/motd`.',
	);
}

/** The text with a letter in place of each placeholder. */
function withLetters({ text, placeholders }: Template): string {
	return placeholders.reduceRight(
		(done, { start, end }) => `${done.slice(0, start)}x${done.slice(end)}`,
		text,
	);
}
