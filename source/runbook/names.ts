/** What the names in braces stand for in one runbook. */
import type { ValueKind } from './command/index.ts';
import { allSteps, blocksOf } from './steps.ts';
import type { Input, Runbook } from './types.ts';

/** A value that the program itself gives. */
const OWN: ReadonlyMap<string, ValueKind> = new Map([
	['run.id', { type: 'text', many: false, pattern: true }],
	['run.date', { type: 'integer', many: false, pattern: true }],
]);

export class Names {
	readonly #inputs: ReadonlyMap<string, Input>;
	readonly #hosts: ReadonlySet<string>;
	/** Names that blocks capture, declared or not. */
	readonly captures: ReadonlySet<string>;

	constructor(runbook: Pick<Runbook, 'inputs' | 'hosts' | 'steps'>) {
		this.#inputs = new Map(runbook.inputs.map(input => [input.name, input]));
		this.#hosts = new Set(runbook.hosts.map(({ name }) => `host.${name}`));
		const captured = allSteps(runbook).flatMap(blocksOf);
		this.captures = new Set(captured.flatMap(({ capture }) => capture ?? []));
	}

	input(name: string): Input | undefined {
		return this.#inputs.get(name);
	}

	/** Undefined for a name that nothing declares. */
	kindOf(name: string): ValueKind | undefined {
		const input = this.#inputs.get(name);
		if (input) return { type: input.type, many: input.many, pattern: input.pattern !== undefined };
		if (this.captures.has(name)) return { type: 'text', many: false, pattern: false };
		if (this.#hosts.has(name)) return { type: 'host', many: false, pattern: false };
		return OWN.get(name);
	}

	/** Inputs and captures: what `when=` may name. */
	get valued(): readonly string[] {
		return [...new Set([...this.#inputs.keys(), ...this.captures])];
	}

	/** Everything that may stand in braces. */
	get all(): readonly string[] {
		return [...this.valued, ...this.#hosts, ...OWN.keys()];
	}
}
