/** Somebody at the screen of a walk: reads what stands there, and then presses a key. */
import { expect } from 'vitest';
import type { Machine } from './network.ts';
import type { Outcome } from './sandbox.ts';
import { command, Terminal } from './terminal.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';

/** More keys than any step needs; whoever gets here reads the screen in the error. */
const MOST = 30;

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A step, a field or a choice is the one that is looked at. */
const here = (what: string) => new RegExp(`❯ +(?:. )?${literally(what)}`);

/** The same of a step, or of the form for what it needs. */
const arrived = (step: string) =>
	new RegExp(`${here(step).source}|${literally(step)}: what it needs`);

export class Person {
	readonly terminal: Terminal;

	constructor(terminal: Terminal) {
		this.terminal = terminal;
	}

	/** As an administrator sits at a machine of a network, who has come there over SSH. */
	static at(machine: Machine, ...args: readonly string[]): Person {
		return new Person(
			new Terminal([], {
				words: machine.words(process.execPath, command, ...args),
				environment: { SSH_CONNECTION: '10.77.0.2 50000 10.77.0.1 22' },
			}),
		);
	}

	get screen(): string {
		return this.terminal.screen();
	}

	/** Presses it, and looks until this stands there. */
	async press(key: string, wanted: string | RegExp): Promise<string> {
		await this.terminal.pressCalmly(key);
		return this.terminal.see(wanted);
	}

	/** From the library to the first step of a runbook, or to the form before it. */
	async open(filter: string, title: string, wanted: string): Promise<void> {
		await this.terminal.see('Type to filter');
		await this.press(filter, here(title));
		await this.press(ENTER, 'b back');
		// It reads on as long as there is more of the brief.
		for (let presses = 0; presses < MOST && !here(wanted).test(this.screen); presses++) {
			await this.terminal.pressCalmly(ENTER);
			await this.terminal.calm();
		}
		await this.terminal.see(here(wanted));
	}

	/** Fills the field that is next: one value, the values of a list, or what stands there already. */
	async fill(label: string, ...values: readonly string[]): Promise<void> {
		await this.terminal.see(here(label));
		for (const value of values) {
			await this.press(value, `❘ ${value}`);
			if (this.#isList) await this.press(ENTER, `❘ ${value}  ✓`);
		}
		await this.terminal.pressCalmly(ENTER);
	}

	/** Tab, which asks the machine for the value of this field. */
	async suggest(label: string, value: string): Promise<void> {
		await this.terminal.see(here(label));
		await this.press('\t', `❘ ${value}`);
		if (this.#isList) await this.press(ENTER, `❘ ${value}  ✓`);
		await this.terminal.pressCalmly(ENTER);
	}

	get #isList(): boolean {
		return this.screen.replace(/\s+/g, ' ').includes('A list: Enter adds a line');
	}

	/** Leaves the form by its button, for this step. */
	async submit(step: string): Promise<void> {
		await this.terminal.see('❯ [ ');
		await this.press(ENTER, here(step));
	}

	/** `r` until the step is done, however many actions and pages it has. */
	async run(step: string): Promise<string> {
		await this.terminal.see(here(step));
		return this.runUntil(here(`✓ ${step}`));
	}

	/** The steps one after the other; none of them asks for anything. */
	async runAll(...steps: readonly string[]): Promise<void> {
		for (const step of steps) {
			if (!here(step).test(this.screen)) await this.goOn(step);
			await this.run(step);
		}
	}

	/** `r`, as often as it takes until this stands there; fails when something has failed. */
	async runUntil(wanted: RegExp): Promise<string> {
		for (let presses = 0; presses < MOST; presses++) {
			await this.terminal.pressCalmly('r');
			await this.terminal.calm();
			await this.terminal.until(
				() => !this.screen.includes('Ctrl-C stop it'),
				'the command to end',
			);
			if (wanted.test(this.screen)) return this.screen;
			expect(this.screen).not.toMatch(/Not passed|Not taken back/);
		}
		throw new Error(`It has not come to ${wanted}; the screen shows:\n${this.screen}`);
	}

	/** `r`, and the name of this machine letter by letter, because the step is dangerous. */
	async runDangerous(word: string, step: string): Promise<void> {
		await this.runUntil(/To run it on this machine, type its name/);
		for (const [at, letter] of [...word].entries()) {
			await this.press(letter, `❯ ${word.slice(0, at + 1)}`);
		}
		await this.press(ENTER, here(`✓ ${step}`));
	}

	/** Enter, as long as there is more to be read, to the page that says how the run ended. */
	async finish(): Promise<void> {
		for (let presses = 0; presses < MOST; presses++) {
			await this.terminal.pressCalmly(ENTER);
			await this.terminal.calm();
			if (this.screen.includes('Nothing is left to be done.')) return;
		}
		throw new Error(`It has not come to its end; the screen shows:\n${this.screen}`);
	}

	/** Enter, as long as the screen says that it reads on, to this step; it may ask what the step needs. */
	async goOn(step: string): Promise<string> {
		for (let presses = 0; presses < MOST; presses++) {
			const isDone = /Enter (reads?|go(es)?) on/.test(this.screen);
			await this.terminal.pressCalmly(ENTER);
			await this.terminal.calm();
			if (arrived(step).test(this.screen)) break;
			expect(isDone, this.screen).toBe(true);
		}
		return this.terminal.see(arrived(step));
	}

	/** `r`, which leads to the first step of a list; it may ask what that needs. */
	async begin(step: string): Promise<string> {
		return this.press('r', arrived(step));
	}

	/** Takes this way of a decision, and comes to its step. */
	async choose(way: string, step: string): Promise<void> {
		await this.terminal.see('( )');
		const chosen = new RegExp(`❯ \\( \\) ${literally(way)}`);
		for (let presses = 0; presses < MOST && !chosen.test(this.screen); presses++) {
			await this.terminal.pressCalmly(DOWN);
			await this.terminal.calm();
		}
		await this.terminal.see(chosen);
		await this.press(ENTER, arrived(step));
	}

	/** Copies what another machine has to do, does it there, and says so if it went well. */
	async doOn(machine: Machine, step: string): Promise<Outcome> {
		await this.press('c', 'Sent to your terminal');
		const outcome = machine.run('/bin/sh', '-e', '-c', this.copied.at(-1) ?? 'exit 99');
		if (outcome.status === 0) await this.press('d', here(step));
		return outcome;
	}

	/** What has reached the clipboard. */
	get copied(): readonly string[] {
		return [...this.terminal.raw.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].map(
			([, text = '']) => Buffer.from(text, 'base64').toString(),
		);
	}

	/** Leaves the program, and finds the terminal as it was. */
	async leave(by = 'q'): Promise<string> {
		await this.terminal.pressCalmly(by);
		expect(await this.terminal.left()).toBe(0);
		expect(this.terminal.damage()).toEqual([]);
		return this.screen;
	}
}
