/** From the bytes of a file to a runbook, or to everything that is wrong with it. */
import { type Decoded, decode, decodeBeginning } from './decode.ts';
import { findFrontMatter, readFrontMatter } from './front-matter.ts';
import { readDefinitions } from './list-items.ts';
import { parseMarkdown } from './markdown.ts';
import { PageLinks } from './page-links.ts';
import { type PartContext, readParts } from './parts.ts';
import { checkHidden } from './rules/hidden.ts';
import { checkRunbook } from './rules/index.ts';
import { MOST_STEPS, readPage, type Section } from './sections.ts';
import { readSettings, type Settings } from './settings.ts';
import type { PatternMatcher, Reading, Runbook, Step } from './types.ts';

/** How much of a file is looked at to see whether it is a runbook. */
const BEGINNING = 48 * 1024;

/**
 * Whether the file says that it is a runbook: its front matter has the key `runbook`. A broken one
 * says so, too; then `readRunbook` says what is wrong.
 */
export function isRunbook(bytes: Uint8Array): boolean {
	const text = decodeBeginning(bytes, BEGINNING);
	const front = findFrontMatter(text);
	return (
		front !== undefined && /^(["']?)runbook\1[ \t]*:/m.test(text.slice(front.start, front.yamlEnd))
	);
}

/**
 * Reads a runbook. `bytes` is the whole file, `name` its name without `.md`. Pure; never throws:
 * a fault of the reader itself is a diagnostic, so that one file hides no other.
 */
export function readRunbook(name: string, bytes: Uint8Array, matches: PatternMatcher): Reading {
	try {
		const decoded = decode(bytes);
		return 'diagnostics' in decoded ? decoded : readText(name, decoded, matches);
	} catch (error) {
		return { diagnostics: [faultOf(error)] };
	}
}

type Text = Extract<Decoded, { text: string }>;

function readText(name: string, { text, lines, report }: Text, matches: PatternMatcher): Reading {
	checkHidden(text, report);
	// Markdown ends a line at a carriage return, too: every position behind it would be wrong.
	if (text.includes('\r')) return { diagnostics: report.diagnostics() };
	const settings = readSettingsOf(text, { text, lines, report }, matches);
	const front = findFrontMatter(text);
	const root = parseMarkdown(text, front?.end ?? 0, report);
	if (!root || front?.closed === false) return { diagnostics: report.diagnostics() };
	const page = readPage(root, report);
	if (page.all.length > MOST_STEPS) {
		report.add(
			'too-many-steps',
			page.all[MOST_STEPS]?.position ?? 0,
			`The runbook has more than ${MOST_STEPS} steps.`,
			'Split it into several runbooks, and link them.',
		);
		return { diagnostics: report.diagnostics() };
	}
	const links = new PageLinks(page, readDefinitions(root), report);
	const context: PartContext = {
		links,
		lines,
		settings: settings ?? { root: false, hosts: [] },
		report,
	};
	const runbook: Runbook = {
		name,
		title: page.title,
		...(settings ?? NO_SETTINGS),
		introduction: page.introduction,
		steps: page.sections.map(section => readStep(section, context)),
		text,
	};
	checkRunbook({ runbook, page, links, lines, report, declared: settings !== undefined });
	const diagnostics = report.diagnostics();
	return report.hasErrors ? { diagnostics } : { runbook, diagnostics };
}

const NO_SETTINGS: Settings = {
	summary: '',
	tags: [],
	platforms: [],
	root: false,
	hosts: [],
	inputs: [],
};

/** Undefined where the front matter cannot be read: then nothing is known of any name. */
function readSettingsOf(
	text: string,
	{ lines, report }: Text,
	matches: PatternMatcher,
): Settings | undefined {
	const front = findFrontMatter(text);
	if (front === undefined) {
		report.add(
			'no-front-matter',
			0,
			'The file is only Markdown: it has no front matter.',
			/^\s+---\s*$/m.test(text.slice(0, 1000)) || /^---\s*$/m.test(text.slice(0, 1000))
				? 'The first line of the file must be `---`.'
				: 'Begin it with a line `---`, then `runbook: 1`, then a line `---`.',
		);
		return undefined;
	}
	if (!front.closed) {
		report.add(
			'front-matter-not-closed',
			0,
			'The front matter has no end, so the whole file belongs to it.',
			'End it with a line `---`.',
		);
		return undefined;
	}
	const pairs = readFrontMatter(text, front, report);
	if (pairs === undefined) return undefined;
	if (!pairs.some(({ key }) => key === 'runbook')) {
		report.add(
			'no-version',
			0,
			'The front matter has no `runbook`, so the file is only Markdown.',
			'Add `runbook: 1` to the front matter.',
		);
	}
	return readSettings(pairs, report, lines, matches);
}

function readStep(section: Section, context: PartContext): Step {
	const { slug, path, title, depth, position } = section;
	return {
		slug,
		path,
		title,
		depth,
		parts: readParts(section, context),
		steps: section.sections.map(child => readStep(child, context)),
		position,
	};
}

function faultOf(error: unknown) {
	return {
		line: 1,
		column: 1,
		severity: 'error' as const,
		rule: 'reader-failed',
		message: `The file could not be read: ${error instanceof Error ? error.message : String(error)}.`,
		remedy: 'This is a fault of `runbook`; please report it with the file.',
	};
}
