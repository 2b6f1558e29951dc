/** The parts of an option that gives something to a name. */
import { usageFailure } from './failure.ts';

export function pair(option: string, text: string, form: string): [string, string] {
	const at = text.indexOf('=');
	if (at < 1) throw usageFailure(`\`${option} ${text}\`: write it as \`${option} ${form}\`.`);
	return [text.slice(0, at), text.slice(at + 1)];
}

export function list(names: readonly string[]): string {
	return names.length === 0 ? 'none.' : `${names.map(name => `\`${name}\``).join(', ')}.`;
}
