/** A script while it is being written. */
import type { Block, Runbook } from '../../runbook/types.ts';
import type { Visit } from '../outline.ts';
import type { RunState } from '../state.ts';
import { comment } from './comments.ts';
import type { Late, LateNames } from './late.ts';
import { Needs } from './needs.ts';
import { UndoFunctions } from './undo-functions.ts';

export class Writing {
	readonly runbook: Runbook;
	readonly state: RunState;
	readonly late: LateNames;
	readonly lines: string[] = [];
	readonly needs = new Needs();
	readonly undos = new UndoFunctions();
	/** Captures whose check is called. */
	readonly checks = new Map<string, Late>();
	/** Variables that have a good value wherever the script is now. */
	sure: Set<string> = new Set();
	/** Undo blocks of other machines that the operator was told of. */
	readonly takenBackByHand = new Set<string>();
	readonly #numbers = new Map<string, number>();

	constructor(runbook: Runbook, state: RunState, late: LateNames) {
		this.runbook = runbook;
		this.state = state;
		this.late = late;
	}

	add(...lines: readonly string[]): void {
		this.lines.push(...lines);
	}

	/** What `write` adds stands behind tests: afterwards nobody knows whether it happened. */
	perhaps(tests: readonly string[], write: () => void, otherwise?: string): void {
		if (tests.length === 0) {
			write();
			return;
		}
		const before = this.sure;
		this.sure = new Set(before);
		this.add(`if ${tests.join(' && ')}; then`);
		const start = this.lines.length;
		write();
		const isEmpty = this.lines.slice(start).every(line => line === '' || line.startsWith('#'));
		this.add(...(isEmpty ? [':'] : []), ...(otherwise ? ['else', otherwise] : []), 'fi');
		this.sure = before;
	}

	/** A paragraph of comments, with a blank line before it. */
	paragraph(...lines: readonly string[]): void {
		this.add('', ...comment(...lines));
	}

	/** The number of a visit's block among the folders of `RUNBOOK_JOBS`. */
	jobOf(visit: Visit, block: Block): number {
		return this.numberOf(`job ${visit.id}#${block.index}`);
	}

	/** From 1, and the same for the same key of a kind (its first word). */
	numberOf(key: string): number {
		const known = this.#numbers.get(key);
		if (known !== undefined) return known;
		const kind = `${key.split(' ')[0]} `;
		const number = [...this.#numbers.keys()].filter(other => other.startsWith(kind)).length + 1;
		this.#numbers.set(key, number);
		return number;
	}
}
