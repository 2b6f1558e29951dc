/** Where links inside a page lead, and what follows a step. */
import { type Definitions, kindOfList } from './list-items.ts';
import { didYouMean } from './nearest.ts';
import type { Report } from './report.ts';
import type { Page, Section } from './sections.ts';

export class PageLinks {
	readonly definitions: Definitions;
	readonly #page: Page;
	readonly #report: Report;
	readonly #kinds = new Map<Section, { choices: boolean; links: boolean }>();

	constructor(page: Page, definitions: Definitions, report: Report) {
		this.#page = page;
		this.definitions = definitions;
		this.#report = report;
	}

	/** Reports a link inside the page that leads nowhere, or to more than one heading. */
	check(url: string, at: number): void {
		const slug = slugOf(url);
		const anchor = this.#page.anchors.get(slug);
		if (anchor === undefined) {
			this.#report.add('broken-link', at, `No heading has the link \`${url}\`.`, () =>
				didYouMean(
					`#${slug}`,
					Array.from(this.#page.anchors.keys(), known => `#${known}`),
					'A heading has small letters for its link, and `-` for blanks.',
				),
			);
		} else if (anchor.shared) {
			this.#report.add(
				'ambiguous-link',
				at,
				`Several headings could be meant by \`${url}\`.`,
				'Rename all but one of them.',
			);
		}
	}

	/** The step that a list's link leads to; reports where there is none. */
	step(url: string, at: number): Section | undefined {
		this.check(url, at);
		const anchor = this.#page.anchors.get(slugOf(url));
		if (anchor === undefined || anchor.shared) return undefined;
		if (anchor.section === undefined) {
			this.#report.add(
				'link-not-step',
				at,
				`\`${url}\` is no step, but the title or a heading inside a quotation or list.`,
				'Link to a step, or write the link inside a sentence.',
			);
		}
		return anchor.section;
	}

	/** Which lists a step holds. */
	kinds(section: Section): { readonly choices: boolean; readonly links: boolean } {
		const known = this.#kinds.get(section);
		if (known) return known;
		const kinds = section.nodes.flatMap(node =>
			node.type === 'list' ? [kindOfList(node, this.definitions)] : [],
		);
		const found = { choices: kinds.includes('choices'), links: kinds.includes('links') };
		this.#kinds.set(section, found);
		return found;
	}

	/**
	 * The step that is walked after this one and its sub-steps. None at the end, and none below a
	 * step with a numbered list: there it depends on the list.
	 */
	following(section: Section): Section | undefined {
		let at: Section | undefined = section;
		while (at !== undefined) {
			const { parent }: Section = at;
			const lists = parent ? this.kinds(parent) : { choices: false, links: false };
			if (lists.links) return undefined;
			if (!lists.choices) {
				const siblings = parent?.sections ?? this.#page.sections;
				const next = siblings[siblings.indexOf(at) + 1];
				if (next) return next;
			}
			at = parent;
		}
		return undefined;
	}
}

function slugOf(url: string): string {
	try {
		return decodeURIComponent(url.slice(1));
	} catch {
		return url.slice(1);
	}
}
