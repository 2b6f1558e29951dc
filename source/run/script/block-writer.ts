/** The blocks of one visit. Actions know whether a `done` before them was asked. */
import type { Block } from '../../runbook/types.ts';
import { allItems, type Visit } from '../outline.ts';
import { isHere } from '../plan.ts';
import { checkOf } from './checks.ts';
import { comment, commentedBytes } from './comments.ts';
import { whenOf } from './conditions.ts';
import { demanded, execution, undoLines } from './execution.ts';
import { writeForeign } from './foreign.ts';
import { functionPart } from './words.ts';
import type { Writing } from './writing.ts';

export class BlockWriter {
	/** The test that holds unless `done` said yes; none before there is a `done`. */
	notDone: readonly string[] = [];
	readonly #writing: Writing;
	readonly #visit: Visit;

	constructor(writing: Writing, visit: Visit) {
		this.#writing = writing;
		this.#visit = visit;
	}

	write(block: Block): void {
		const writing = this.#writing;
		if (block.purpose === 'example') {
			writing.paragraph('For example:');
			writing.add(...commentedBytes(block.content.text));
			return;
		}
		const when = this.#when(block);
		if (when.kind === 'not-needed') {
			writing.paragraph(`${label(block)} Not needed: ${when.because}.`);
			return;
		}
		writing.paragraph(label(block));
		const here = isHere(writing.state, block.host);
		switch (block.purpose) {
			case 'undo':
				if (here) this.#undo(block, when.tests);
				else this.#foreign(block);
				return;
			case 'done':
				if (here) this.#done(block, when.tests);
				else this.#doneElsewhere(block);
				return;
			case 'verify':
				writing.perhaps(when.tests, () => this.#run(block, here, 'the gate'));
				return;
			case 'action':
				writing.perhaps([...this.notDone, ...when.tests], () => this.#action(block, here));
				if (here && block.file) this.#undo(block, []);
				return;
		}
	}

	#when(block: Block) {
		const { runbook, state, late } = this.#writing;
		return whenOf(runbook, state, late, block.when);
	}

	#foreign(block: Block): void {
		writeForeign(this.#writing, block, this.#visit.step.title);
	}

	#action(block: Block, here: boolean): void {
		const writing = this.#writing;
		const begun = writing.undos
			.begin(this.#visit, block, here)
			.filter(undo => isHere(writing.state, undo.block.host))
			.filter(undo => this.#when(undo.block).kind === 'needed');
		const before = () => {
			if (begun.length > 0) writing.add(`runbook_began ${begun.map(({ name }) => name).join(' ')}`);
		};
		this.#run(block, here, block.file ? 'writing the file' : 'the action', before);
	}

	/** `before` adds what stands directly before the command: after all that may still refuse it. */
	#run(block: Block, here: boolean, what: string, before?: () => void): void {
		const writing = this.#writing;
		const capture = block.capture === undefined ? undefined : writing.late.get(block.capture);
		if (!here) {
			this.#foreign(block);
			if (capture) writing.add(...demanded(writing, capture));
			return;
		}
		const { preparation, lines, status } = execution(writing, block, this.#visit);
		writing.add(...preparation);
		before?.();
		writing.add(...lines, `runbook_passed "${status}" '${what}'`);
		if (!capture) return;
		writing.checks.set(capture.name, capture);
		writing.sure.add(capture.variable);
		writing.add(checkOf(capture).name);
	}

	#done(block: Block, tests: readonly string[]): void {
		const writing = this.#writing;
		const variable = this.#doneVariable();
		if (tests.length > 0) writing.add(`${variable}=1`);
		writing.perhaps(tests, () => {
			const { preparation, lines, status } = execution(writing, block, this.#visit);
			writing.add(...preparation, ...lines, `${variable}=${status}`);
		});
		writing.add(`if [ "$${variable}" -eq 0 ]; then runbook_done_already; fi`);
		this.notDone = [`[ "$${variable}" -ne 0 ]`];
	}

	/** Only the operator can see it: what it guards here is not run before they have said so. */
	#doneElsewhere(block: Block): void {
		const writing = this.#writing;
		this.#foreign(block);
		if (!this.#guardsSomething()) return;
		const variable = this.#doneVariable();
		const answer = `done_${functionPart(this.#visit.step.slug)}`;
		const { title } = this.#visit.step;
		writing.needs.values.set(answer, `yes or no: what \`done\` says there, in "${title}"`);
		writing.add(
			`: "\${${answer}:?must be yes or no}"`,
			`case $${answer} in yes) ${variable}=0 ;; no) ${variable}=1 ;; *) echo "runbook: ${answer} must be yes or no." >&2; exit 1 ;; esac`,
		);
		this.notDone = [`[ "$${variable}" -ne 0 ]`];
	}

	#doneVariable(): string {
		return `RUNBOOK_DONE_${this.#writing.numberOf(`done ${this.#visit.id}`)}`;
	}

	/** Whether `done` of this visit decides over anything that the script itself does. */
	#guardsSomething(): boolean {
		const { state, undos } = this.#writing;
		return this.#visit.entries.some(entry => {
			const items = entry.kind === 'item' ? [entry.item] : [];
			const linked = entry.kind === 'visit' && entry.visit.linked ? allItems([entry.visit]) : [];
			return [...items, ...linked].some(item => {
				if (item.kind === 'take-back') return undos.below(item.link.target).some(undo => undo.here);
				if (item.kind !== 'block' || !isHere(state, item.block.host)) return false;
				return entry.kind === 'visit' || item.block.purpose === 'action';
			});
		});
	}

	#undo(block: Block, tests: readonly string[]): void {
		const writing = this.#writing;
		const { name } = writing.undos.of(this.#visit, block);
		const title = this.#visit.step.title;
		writing.add(
			...(block.purpose === 'undo' ? [] : ['']),
			...comment(block.purpose === 'undo' ? `Takes back "${title}".` : 'Puts back what was there.'),
			`${name}() (`,
		);
		const otherwise = "echo 'runbook: this is not needed, as the values are.' >&2";
		const lines = undoLines(writing, block, this.#visit);
		writing.perhaps(tests, () => writing.add(...lines), otherwise);
		writing.add(')');
	}
}

/** What a block is, as the screen says it. */
function label(block: Block): string {
	const words = [
		block.file ? 'file' : block.purpose === 'verify' ? 'gate' : block.purpose,
		...(block.within === undefined ? [] : [`tried for ${block.within} s`]),
		...(block.capture === undefined ? [] : [`gives ${block.capture}`]),
		...(block.danger ? ['danger'] : []),
		...(block.tty ? ['on the terminal'] : []),
	];
	return `[${words.join(', ')}]`;
}
