/** The headings of a page: its title, and its steps as they nest. */
import GithubSlugger from 'github-slugger';
import type { Heading, Nodes, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { findPlaceholders } from './command/index.ts';
import type { Report } from './report.ts';
import type { Position } from './types.ts';

/** A heading below the title, with what stands under it. */
export type Section = {
	readonly heading: Heading;
	readonly title: string;
	readonly slug: string;
	readonly path: string;
	readonly depth: number;
	readonly nodes: RootContent[];
	readonly sections: Section[];
	readonly parent: Section | undefined;
	readonly position: Position;
};

/** What `#slug` leads to. */
export type Anchor = {
	/** Undefined for the title and for headings in quotations and lists. */
	readonly section: Section | undefined;
	/** Several headings would have this slug, if they were not numbered. */
	readonly shared: boolean;
};

export type Page = {
	readonly title: string;
	readonly introduction: readonly RootContent[];
	/** The steps of the top. */
	readonly sections: readonly Section[];
	/** All steps in the order of the file. */
	readonly all: readonly Section[];
	readonly anchors: ReadonlyMap<string, Anchor>;
};

/** More steps than anybody walks; also how far lists of links may unfold. */
export const MOST_STEPS = 5000;

export function readPage(root: Root, report: Report): Page {
	const slugs = slugHeadings(root);
	const before: RootContent[] = [];
	const introduction: RootContent[] = [];
	const top: Section[] = [];
	const all: Section[] = [];
	let title: string | undefined;
	let open: Section | undefined;
	for (const node of root.children) {
		if (node.type !== 'heading') {
			(open?.nodes ?? (title === undefined ? before : introduction)).push(node);
			continue;
		}
		const text = headingText(node);
		checkHeading(node, text, slugs.get(node)?.slug ?? '', report);
		if (node.depth === 1) {
			if (title === undefined) {
				title = text;
				if (all.length > 0) reportEarly(all[0]?.heading ?? node, report);
			} else {
				reportSecondTitle(node, text, report);
			}
			continue;
		}
		while (open && open.depth >= node.depth) open = open.parent;
		const slug = slugs.get(node)?.slug ?? '';
		const section: Section = {
			heading: node,
			title: text,
			slug,
			path: open ? `${open.path}/${slug}` : slug,
			depth: node.depth,
			nodes: [],
			sections: [],
			parent: open,
			position: { line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 },
		};
		(open?.sections ?? top).push(section);
		all.push(section);
		open = section;
	}
	reportMissing(title, all, root, report);
	reportBefore(title, before, report);
	return {
		title: title ?? '',
		introduction,
		sections: top,
		all,
		anchors: anchorsOf(slugs, all),
	};
}

type Slugs = ReadonlyMap<Heading, { readonly slug: string; readonly base: string }>;

/** Numbers slugs as a code-hosting site does: headings in quotations and lists count, too. */
function slugHeadings(root: Root): Slugs {
	const slugger = new GithubSlugger();
	const slugs = new Map<Heading, { slug: string; base: string }>();
	const visit = (node: Nodes): void => {
		if (node.type === 'heading') {
			const text = headingText(node);
			const base = new GithubSlugger().slug(text);
			slugs.set(node, { slug: slugger.slug(text), base });
		} else if ('children' in node && node.type !== 'paragraph') {
			for (const child of node.children) visit(child);
		}
	};
	visit(root);
	return slugs;
}

function anchorsOf(slugs: Slugs, all: readonly Section[]): ReadonlyMap<string, Anchor> {
	const bases = new Map<string, number>();
	for (const { base } of slugs.values()) bases.set(base, (bases.get(base) ?? 0) + 1);
	const sections = new Map(all.map(section => [section.heading, section]));
	const anchors = new Map<string, Anchor>();
	for (const [heading, { slug, base }] of slugs) {
		anchors.set(slug, { section: sections.get(heading), shared: (bases.get(base) ?? 0) > 1 });
	}
	return anchors;
}

function headingText(node: Heading): string {
	return textOf(node, { includeHtml: false, includeImageAlt: false }).replace(/\s+/g, ' ').trim();
}

const offsetOf = (node: Nodes): number => node.position?.start.offset ?? 0;

function checkHeading(node: Heading, text: string, slug: string, report: Report): void {
	if (/^-?\d*$/.test(slug) && !/\d/.test(text)) {
		report.add(
			'bad-heading',
			offsetOf(node),
			text === ''
				? 'This heading has no text.'
				: `The heading \`${text}\` has no letters or digits, so no link can lead to it.`,
			'Say in a few words what the step does.',
		);
	}
	const [placeholder] = findPlaceholders(text);
	if (placeholder !== undefined) {
		report.add(
			'placeholder-not-here',
			offsetOf(node),
			`The heading holds \`{{${placeholder.name}}}\`; links and the journal need its words as they are.`,
			'Put the value into the text below it.',
		);
	}
}

function reportEarly(node: Heading, report: Report): void {
	report.add(
		'heading-before-title',
		offsetOf(node),
		'A heading stands before the title.',
		'The title, `# …`, comes before all other headings.',
	);
}

function reportSecondTitle(node: Heading, text: string, report: Report): void {
	report.add(
		'second-title',
		offsetOf(node),
		`\`${text}\` is a second title.`,
		'A runbook has one `# …`; steps begin with `## …`.',
	);
}

function reportMissing(
	title: string | undefined,
	all: readonly Section[],
	root: Root,
	report: Report,
): void {
	if (title === undefined) {
		report.add(
			'no-title',
			root.children[0] ? offsetOf(root.children[0]) : (root.position?.end.offset ?? 0),
			'The runbook has no title.',
			'Write `# What it does` before the first step.',
		);
	}
	if (all.length === 0) {
		report.add(
			'no-steps',
			root.position?.end.offset ?? 0,
			'The runbook has no steps.',
			'Write `## What to do` for every step.',
		);
	}
}

function reportBefore(
	title: string | undefined,
	before: readonly RootContent[],
	report: Report,
): void {
	const first = before.find(node => node.type !== 'html' && node.type !== 'definition');
	if (first === undefined || title === undefined) return;
	report.add(
		'text-before-title',
		offsetOf(first),
		'Something stands before the title, where nobody would be shown it.',
		'Move it below the title.',
	);
}
