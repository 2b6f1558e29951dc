/**
 * What is remembered of a person from one time to the next, in `settings.json` beside their runbooks.
 * Preferences, and never more: nothing that runs, and no unattended run, depends on them. So nothing
 * here raises. A file that cannot be read or written costs one line of warning.
 *
 * conf writes the file, whole or not at all. All that it does wrong (safety.md 3.3) is taken from it
 * here: where the file is, its mode, who may write when, and what is done with a damaged one.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { StateRefused } from './errors.ts';
import { baseFolder, type Environment } from './home.ts';
import { ensureFolder, ownUser } from './own-files.ts';
import { holding } from './settings-lock.ts';
import {
	foreignVersion,
	NO_SETTINGS,
	SETTINGS_VERSION,
	type SettingsValues,
	valuesOf,
} from './settings-values.ts';
import { codeOf, reasonOf } from './system-errors.ts';

const LARGEST = 16 * 1024 * 1024;

export class Settings {
	readonly #environment: Environment;
	#values: SettingsValues;
	#warning: string | undefined;
	#writing: Promise<void> = Promise.resolve();

	/** Reads them. A damaged file is put aside as `settings.json.bad-…`. */
	constructor(environment: Environment) {
		this.#environment = environment;
		this.#values = this.#guarded(() => this.#read()) ?? NO_SETTINGS;
	}

	get values(): SettingsValues {
		return this.#values;
	}

	/** The first thing that went wrong, as one line. */
	get warning(): string | undefined {
		return this.#warning;
	}

	/** Changes them here at once, and on disk from what stands there then, which others may have changed. */
	change(update: (values: SettingsValues) => SettingsValues): void {
		this.#values = update(this.#values);
		this.#writing = this.#writing.then(async () => {
			try {
				await this.#write(update);
			} catch (error) {
				this.#warn(error);
			}
		});
	}

	/** When all changes are on disk, or have failed. */
	async settled(): Promise<void> {
		await this.#writing;
	}

	async #write(update: (values: SettingsValues) => SettingsValues): Promise<void> {
		const folder = folderOf(this.#environment);
		ensureFolder(folder, folder);
		await holding(join(folder, 'settings.lock'), this.#environment, async () => {
			const next = update(this.#read());
			const { default: Conf } = await import('conf');
			const conf = new Conf<Record<string, unknown>>({
				cwd: folder,
				configName: 'settings',
				projectName: 'runbook',
				projectSuffix: '',
				configFileMode: 0o600,
				// Else `nginx.conf` would be `conf` in `nginx`.
				accessPropertiesByDotNotation: false,
			});
			conf.store = { version: SETTINGS_VERSION, ...next };
		});
	}

	#read(): SettingsValues {
		const file = join(folderOf(this.#environment), 'settings.json');
		const text = readOwn(file);
		if (text === undefined) return NO_SETTINGS;
		const stored = parsed(text);
		if (stored === undefined) {
			const aside = `${file}.bad-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
			renameSync(file, aside);
			this.#warn(new Error(`\`${file}\` was damaged. It is kept as \`${aside}\``));
			return NO_SETTINGS;
		}
		const version = foreignVersion(stored);
		if (version !== undefined) {
			// Left alone: whoever wrote it knows what else is in it.
			throw new Error(
				`\`${file}\` is of version ${version}, and this program reads version ${SETTINGS_VERSION}`,
			);
		}
		return valuesOf(stored);
	}

	#guarded<T>(use: () => T): T | undefined {
		try {
			return use();
		} catch (error) {
			this.#warn(error);
			return undefined;
		}
	}

	#warn(error: unknown): void {
		const cause = error instanceof StateRefused ? (error.cause ?? error) : error;
		const [why = ''] = reasonOf(cause)
			.replace(' to keep runs', '')
			.split(/\.? (?=Put )|\n/);
		const where = this.#where(why);
		this.#warning ??= `Settings are not kept, and nothing depends on them: ${where}${why.replace(/\.$/, '')}.`;
	}

	/** The folder, where the reason does not name it. */
	#where(why: string): string {
		try {
			const folder = folderOf(this.#environment);
			return why.includes(folder) ? '' : `\`${folder}\`: `;
		} catch {
			return '';
		}
	}
}

/** Undefined for what is no JSON; JSON has no such value. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const folderOf = (environment: Environment): string =>
	join(baseFolder(environment, 'XDG_CONFIG_HOME', '.config'), 'runbook');

/** The text of an ordinary file of our own, never through a link; undefined where there is none. */
function readOwn(file: string): string | undefined {
	let descriptor: number | undefined;
	try {
		const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
		descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		const stats = fstatSync(descriptor);
		if (!stats.isFile() || stats.uid !== ownUser() || stats.size > LARGEST) {
			throw new Error(`\`${file}\` is no ordinary file of our own`);
		}
		return readFileSync(descriptor, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}
