/** From the bytes of a file to a runbook, or to everything that is wrong with it. */
import { type Decoded, decode } from './decode.ts';
import { readDefinitions } from './list-items.ts';
import { parseMarkdown } from './markdown.ts';
import { readOpening } from './opening.ts';
import { PageLinks } from './page-links.ts';
import { type PartContext, readParts } from './parts.ts';
import { checkHidden } from './rules/hidden.ts';
import { checkRunbook } from './rules/index.ts';
import type { Rule } from './rules.ts';
import { readPage, type Section } from './sections.ts';
import { NO_SETTINGS } from './settings.ts';
import type { Diagnostic, PatternMatcher, Reading, Runbook, Step } from './types.ts';

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
	const opening = readOpening(text, lines, report, matches);
	const root = opening && parseMarkdown(text, opening.end, report);
	if (!root) return { diagnostics: report.diagnostics() };
	const settings = opening.settings ?? NO_SETTINGS;
	const page = readPage(root, report);
	const links = new PageLinks(page, readDefinitions(root), report);
	const context: PartContext = { links, lines, settings, report };
	const runbook: Runbook = {
		name,
		title: page.title,
		...settings,
		introduction: page.introduction,
		steps: page.sections.map(section => readStep(section, context)),
		text,
	};
	const declared = opening.settings !== undefined;
	checkRunbook({ runbook, page, links, lines, report, declared });
	const diagnostics = report.diagnostics();
	return report.hasErrors ? { diagnostics } : { runbook, diagnostics };
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

function faultOf(error: unknown): Diagnostic {
	return {
		line: 1,
		column: 1,
		severity: 'error',
		rule: 'reader-failed' satisfies Rule,
		message: `The file could not be read: ${error instanceof Error ? error.message : String(error)}.`,
		remedy: 'This is a fault of `runbook`; please report it with the file.',
	};
}
