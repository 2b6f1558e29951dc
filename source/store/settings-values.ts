/** What is remembered of a person, and what of a file of settings counts. Pure. */
import type { Value } from '../runbook/types.ts';

export type SettingsValues = {
	/** The background that colours are chosen for; what the environment says comes first. */
	readonly background?: 'dark' | 'light';
	/** By the name of the runbook and of the input: what was answered last. Never a secret. */
	readonly remembered: Readonly<Record<string, Readonly<Record<string, Value>>>>;
	/** Names of the runbooks that were begun last, the newest first. */
	readonly recent: readonly string[];
};

/** Of the file, as this program writes it. */
export const SETTINGS_VERSION = 1;

/** The version of a file that another program has written; undefined for one that may be used. */
export function foreignVersion(stored: unknown): string | undefined {
	if (!isRecord(stored) || stored.version === undefined) return undefined;
	return stored.version === SETTINGS_VERSION
		? undefined
		: JSON.stringify(stored.version).slice(0, 20);
}

export const NO_SETTINGS: SettingsValues = { remembered: {}, recent: [] };

/** More would make the file long, and help nobody. */
const RECENT = 20;
const RUNBOOKS = 200;
const LONGEST_VALUE = 10_000;

/** What is not as it should be counts as not there: a file that somebody edited may hold anything. */
export function valuesOf(stored: unknown): SettingsValues {
	if (!isRecord(stored)) return NO_SETTINGS;
	const { background, remembered, recent } = stored;
	return {
		...(background === 'dark' || background === 'light' ? { background } : {}),
		remembered: isRecord(remembered) ? mapRecord(remembered, answersOf) : {},
		recent: Array.isArray(recent) ? recent.filter(isText).slice(0, RECENT) : [],
	};
}

/** The runbook was begun: it is the newest, and these were its answers. */
export function withBegun(
	values: SettingsValues,
	runbook: string,
	answers: Readonly<Record<string, Value>>,
): SettingsValues {
	const { [runbook]: before = {}, ...others } = values.remembered;
	const all = Object.entries(others).slice(1 - RUNBOOKS);
	return {
		...values,
		// The newest stands last, so that the oldest is what is left out.
		remembered: Object.fromEntries([...all, [runbook, { ...before, ...answersOf(answers) }]]),
		recent: [runbook, ...values.recent.filter(name => name !== runbook)].slice(0, RECENT),
	};
}

/** What was answered last. The names may be any: `constructor` is one. */
export function rememberedOf(
	{ remembered }: SettingsValues,
	runbook: string,
	input: string,
): Value | undefined {
	const answers = Object.hasOwn(remembered, runbook) ? remembered[runbook] : undefined;
	return answers && Object.hasOwn(answers, input) ? answers[input] : undefined;
}

function answersOf(answers: unknown): Readonly<Record<string, Value>> {
	return isRecord(answers) ? mapRecord(answers, value => (isValue(value) ? value : undefined)) : {};
}

function mapRecord<T>(
	record: Readonly<Record<string, unknown>>,
	change: (value: unknown) => T | undefined,
): Readonly<Record<string, T>> {
	// Entries, not properties: a name may be `__proto__`.
	return Object.fromEntries(
		Object.entries(record).flatMap(([name, value]) => {
			const changed = change(value);
			return changed === undefined ? [] : [[name, changed]];
		}),
	);
}

function isValue(value: unknown): value is Value {
	const isShort = (text: unknown) => isText(text) && text.length <= LONGEST_VALUE;
	return isShort(value) || (Array.isArray(value) && value.every(isShort));
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
