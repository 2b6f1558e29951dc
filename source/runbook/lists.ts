/** From a list to a decision, steps to do, or boxes to tick. */
import type { List, ListItem, Nodes } from 'mdast';
import { findPlaceholders } from './command/index.ts';
import { boxOf, type ItemLink, labelOf, stepLinkOf } from './list-items.ts';
import type { PageLinks } from './page-links.ts';
import type { Report } from './report.ts';
import type { Section } from './sections.ts';
import type { Choice, Choices, Link, Links, Tick, Ticks } from './types.ts';

const offsetOf = (node: Nodes): number => node.position?.start.offset ?? 0;

const positionOf = (node: Nodes) => ({
	line: node.position?.start.line ?? 1,
	column: node.position?.start.column ?? 1,
});

/** Reads the lists of one step; each kind has its items counted over all of its lists. */
export class ListReader {
	readonly #section: Section;
	readonly #links: PageLinks;
	readonly #report: Report;
	readonly #counts = { choices: 0, links: 0, ticks: 0 };

	constructor(section: Section, links: PageLinks, report: Report) {
		this.#section = section;
		this.#links = links;
		this.#report = report;
	}

	choices(list: List): Choices {
		const following = this.#links.following(this.#section);
		return {
			kind: 'choices',
			items: this.#items(list).map(({ item, link, target }): Choice => {
				this.#noUndo(link, item);
				const skips = target !== undefined && target === following;
				if (target !== undefined && !skips && target.parent !== this.#section) {
					this.#report.add(
						'choice-outside',
						offsetOf(item),
						`\`${link.url}\` is neither a sub-step of \`${this.#section.title}\` nor the step that follows it.`,
						'Make it a sub-step that does that step by a numbered list, or write the link inside a sentence.',
					);
				}
				return {
					index: this.#counts.choices++,
					label: this.#label(item),
					target: skips ? 'skip' : (target?.slug ?? ''),
					link: target?.slug ?? '',
					skips,
					position: positionOf(item),
				};
			}),
		};
	}

	links(list: List): Links {
		return {
			kind: 'links',
			items: this.#items(list).map(({ item, link, target }): Link => {
				const undo = link.title === 'undo';
				if (link.title !== undefined && !undo) {
					this.#report.add(
						'link-title',
						offsetOf(item),
						`The title \`${link.title}\` of this link says nothing.`,
						'Write `"undo"` to take the step back, or leave the title out to do it.',
					);
				}
				return {
					index: this.#counts.links++,
					label: this.#label(item),
					target: target?.slug ?? '',
					undo,
					position: positionOf(item),
				};
			}),
		};
	}

	ticks(list: List): Ticks {
		return {
			kind: 'ticks',
			items: list.children.map((item): Tick => {
				if (boxOf(item) !== ' ') {
					this.#report.add(
						'ticked-already',
						offsetOf(item),
						'This box is ticked already.',
						'Write `- [ ]`.',
					);
				}
				this.#onlyText(item);
				return {
					index: this.#counts.ticks++,
					label: this.#label(item),
					position: positionOf(item),
				};
			}),
		};
	}

	#items(list: List): readonly { item: ListItem; link: ItemLink; target: Section | undefined }[] {
		return list.children.flatMap(item => {
			const link = stepLinkOf(item, this.#links.definitions);
			if (!link) return [];
			this.#onlyText(item);
			return [{ item, link, target: this.#links.step(link.url, offsetOf(link.node)) }];
		});
	}

	#label(item: ListItem): string {
		const label = labelOf(item);
		const [placeholder] = findPlaceholders(label);
		if (placeholder) {
			this.#report.add(
				'placeholder-not-here',
				offsetOf(item),
				`\`{{${placeholder.name}}}\` stands in a list that is chosen from, done or ticked; its words are kept as they are.`,
				'Put the value into a paragraph before the list.',
			);
		}
		return label;
	}

	#noUndo(link: ItemLink, item: ListItem): void {
		if (link.title === undefined) return;
		this.#report.add(
			'link-title',
			offsetOf(item),
			`The title \`${link.title}\` of this link says nothing in a decision.`,
			link.title === 'undo' ? 'Write a numbered list to take a step back.' : 'Leave the title out.',
		);
	}

	#onlyText(item: ListItem): void {
		const more = item.children.find(({ type }) => type !== 'paragraph' && type !== 'html');
		if (!more) return;
		this.#report.add(
			'list-item-content',
			offsetOf(more),
			'More than text stands in this item of a list that is chosen from, done or ticked.',
			'Move it into the step that the item leads to, or out of the list.',
		);
	}
}
