/**
 * The screen as one thing: the pages that lie on each other, the size, the mode of the whole
 * program. Keys go to the page on top and nowhere else. React only draws what is here.
 */

import type { Script } from '../run/plan.ts';
import type { Value } from '../runbook/types.ts';
import type { HandOver } from '../walk/jobs.ts';
import type { Shelves } from '../walk/library-entry.ts';
import type { Session } from '../walk/session.ts';
import { display } from './display.ts';
import { type KeyPress, looksPasted } from './keys.ts';
import { asciiDrawing } from './model/ascii.ts';
import type { Drawing, Size } from './model/drawing.ts';
import type { Remembered } from './model/form.ts';
import { sayTooSoon } from './model/frame.ts';
import { spokenDrawing } from './model/spoken.ts';
import { tooSmall } from './model/too-small.ts';
import type { Page } from './page.ts';
import { resolve } from './resolve-key.ts';

/** What can be done with the terminal besides drawing on it. */
export type Terminal = {
	/** Hands it to this script. */
	readonly handOver: (script: Script | undefined) => HandOver;
	/** Shows text without any border, until a key. */
	readonly showBare: (text: string) => Promise<void>;
	/** Gives it away for as long as `use` takes. */
	readonly lend: (use: () => Promise<void>) => Promise<void>;
	/** Writes past the screen: a sequence that the terminal obeys and nobody sees. */
	readonly write: (sequence: string) => void;
};

/** The answers that may stand in the form the next time. */
export type Keep = (runbook: string, answers: Readonly<Record<string, Value>>) => void;

export type KeepBackground = (background: 'light' | 'dark') => void;

export type AppOptions = {
	readonly session: Session;
	readonly shelves: Shelves;
	readonly dryRun: boolean;
	readonly size: Size;
	readonly terminal: Terminal;
	/** Called once, with the lines that stay in the scrollback. */
	readonly leave: (lines: readonly string[]) => void;
	/** What was answered in earlier runs; without it nothing is remembered. */
	readonly remembered?: Remembered;
	/** Is told what is answered in this one, without the secrets. */
	readonly keep?: Keep;
	/** The names of the runbooks that were begun last, the newest first. */
	readonly recent?: () => readonly string[];
	/** Is told for which background the person wants colours. */
	readonly keepBackground?: KeepBackground;
	/** Milliseconds, for telling how long ago something was. */
	readonly clock: () => number;
};

export class App {
	readonly session: Session;
	readonly shelves: Shelves;
	readonly terminal: Terminal;
	readonly clock: () => number;
	readonly remembered: Remembered;
	readonly keep: Keep;
	readonly recent: () => readonly string[];
	readonly keepBackground: KeepBackground;
	/** What stays when the person leaves. */
	farewell: readonly string[] = [];
	/** The program was started for a dry run, and nothing on the screen changes that. */
	readonly alwaysDry: boolean;
	#dryRun: boolean;
	#size: Size;
	#pages: readonly Page[] = [];
	#version = 0;
	#left = false;
	#drawn: { readonly page: Page | undefined; readonly drawing: Drawing } | undefined;
	#deafUntil = 0;
	#deafBehind = 0;
	/** A key has just been taken for nothing: nobody shall wonder whether it was pressed. */
	#wasTooSoon = false;
	readonly #leave: AppOptions['leave'];
	readonly #listeners = new Set<() => void>();

	constructor(options: AppOptions) {
		this.session = options.session;
		this.shelves = options.shelves;
		this.terminal = options.terminal;
		this.clock = options.clock;
		this.remembered = options.remembered ?? (() => undefined);
		this.keep = options.keep ?? (() => {});
		this.recent = options.recent ?? (() => []);
		this.keepBackground = options.keepBackground ?? (() => {});
		this.alwaysDry = options.dryRun;
		this.#dryRun = options.dryRun;
		this.#size = options.size;
		this.#leave = options.leave;
	}

	get size(): Size {
		return this.#size;
	}

	get dryRun(): boolean {
		return this.#dryRun;
	}

	/** Changes with everything that may change the picture. */
	get version(): number {
		return this.#version;
	}

	get page(): Page | undefined {
		return this.#pages.at(-1);
	}

	/** The person has heard how their own editor is left. */
	knowsEditor = false;

	/** Somebody else draws on the terminal now. */
	isLent = false;

	get isLeft(): boolean {
		return this.#left;
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	changed(): void {
		this.#version += 1;
		for (const listener of this.#listeners) listener();
	}

	/** Lays a page on top. */
	open(page: Page): void {
		this.#pages = [...this.#pages, page];
		this.changed();
	}

	/** Takes a page away, with all that lies on it. */
	close(page: Page): void {
		const at = this.#pages.indexOf(page);
		if (at === -1) return;
		this.#pages = this.#pages.slice(0, at);
		this.changed();
	}

	resize(size: Size): void {
		this.#size = size;
		this.changed();
	}

	toggleDryRun(): void {
		if (this.alwaysDry) return;
		this.#dryRun = !this.#dryRun;
		this.changed();
	}

	/**
	 * For a moment no key starts anything or answers a question: what arrives now was typed while
	 * something else was on the screen.
	 */
	ignoreTypedAhead(): void {
		this.#deafUntil = this.clock() + 300;
	}

	/** The same until the first picture is there, and for so many milliseconds behind it. */
	ignoreUntilDrawn(more: number): void {
		this.#deafUntil = Number.POSITIVE_INFINITY;
		this.#deafBehind = more;
	}

	/** Whether a key that has consequences may be obeyed now. */
	get listens(): boolean {
		return this.clock() >= this.#deafUntil;
	}

	press(presses: readonly KeyPress[]): void {
		if (looksPasted(presses)) this.#takePasted(presses);
		else for (const press of presses) this.#pressOne(press);
		this.changed();
	}

	#pressOne(press: KeyPress): void {
		const page = this.page;
		if (!page || this.#left) return;
		// It is said of one key, and no longer true of the next one.
		this.#wasTooSoon = false;
		const resolved = resolve(page.mode, press, page.empty);
		if (!resolved) return;
		const counts = resolved.kind === 'text' ? page.mode !== 'word' : !isConsequential(resolved);
		this.#wasTooSoon = !this.listens && !counts;
		if (this.#wasTooSoon) return;
		if (resolved.kind === 'text') page.type?.(resolved.text);
		else page.act(resolved.action);
	}

	/** A terminal without bracketed paste delivers a paste as if it were typed. */
	#takePasted(presses: readonly KeyPress[]): void {
		const text = presses.map(({ name, text }) => text ?? (name === 'enter' ? '\n' : '')).join('');
		this.page?.paste?.(text);
	}

	paste(text: string): void {
		this.page?.paste?.(text);
		this.changed();
	}

	/** The picture. Called for drawing only: what it gave last is what the terminal will show. */
	draw(): Drawing {
		const small = tooSmall(this.#size);
		const page = small ? undefined : this.page;
		const picture = page?.draw(this.#size) ?? { head: [], body: [], foot: [] };
		const drawing = small ?? (this.#wasTooSoon ? sayTooSoon(picture, this.#size.columns) : picture);
		this.#drawn = { page, drawing };
		const { ascii, spoken } = display();
		const said = spoken ? spokenDrawing(drawing) : drawing;
		return ascii ? asciiDrawing(said) : said;
	}

	/** The last picture has reached the terminal. */
	drawn(): void {
		if (this.#deafUntil === Number.POSITIVE_INFINITY) {
			this.#deafUntil = this.clock() + this.#deafBehind;
		}
		this.#drawn?.page?.drawn?.(this.#drawn.drawing);
	}

	/** How the run that is open is left with the program: it may ask first. */
	quitRun: (() => void) | undefined;

	/** What `q` does, wherever one is. */
	quit(): void {
		if (this.quitRun) this.quitRun();
		else this.leave();
	}

	leave(): void {
		if (this.#left) return;
		this.#left = true;
		this.#leave(this.farewell);
	}
}

const isConsequential = ({ action }: { readonly action: string }) => consequential.has(action);

/** Keys that start something, answer a question or go on the record. */
const consequential: ReadonlySet<string> = new Set([
	'run',
	'verify',
	'yes',
	'trust',
	'by-hand',
	'open',
	'suggest',
	'stop',
]);
