/** Collects what is wrong with one file. */
import type { Lines } from './lines.ts';
import { type Rule, rules } from './rules.ts';
import type { Diagnostic, Position, Severity } from './types.ts';

/** More would help nobody, and a hostile file could ask for millions. */
const MOST = 500;

export class Report {
	readonly #lines: Lines;
	readonly #found: Diagnostic[] = [];
	#more = 0;

	constructor(lines: Lines) {
		this.#lines = lines;
	}

	/**
	 * Notes one mistake; `at` is an offset in the text of the file, or a position. A remedy that
	 * takes work is a function, called only where the mistake is listed.
	 */
	add(rule: Rule, at: number | Position, message: string, remedy: string | (() => string)): void {
		this.note({ severity: rules[rule], rule, at, message, remedy });
	}

	/** As `add`, for rules that have their names elsewhere. */
	note(problem: {
		severity: Severity;
		rule: string;
		at: number | Position;
		message: string;
		remedy: string | (() => string);
	}): void {
		if (this.#found.length >= MOST) {
			this.#more++;
			return;
		}
		const { line, column } =
			typeof problem.at === 'number' ? this.#lines.position(problem.at) : problem.at;
		const { severity, rule, message } = problem;
		const remedy = typeof problem.remedy === 'string' ? problem.remedy : problem.remedy();
		this.#found.push({ line, column, severity, rule, message, remedy });
	}

	get hasErrors(): boolean {
		return this.#more > 0 || this.#found.some(({ severity }) => severity === 'error');
	}

	/** Everything, in the order of the file. */
	diagnostics(): readonly Diagnostic[] {
		const sorted = this.#found.toSorted((a, b) => a.line - b.line || a.column - b.column);
		if (this.#more === 0) return sorted;
		return [
			...sorted,
			{
				line: sorted.at(-1)?.line ?? 1,
				column: 1,
				severity: rules['too-many-mistakes'],
				rule: 'too-many-mistakes' satisfies Rule,
				message: `There are ${this.#more} more mistakes, which are not listed.`,
				remedy: 'Mend those above first.',
			},
		];
	}
}
