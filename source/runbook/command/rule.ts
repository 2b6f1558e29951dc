import type { Occurrence } from './occurrence.ts';

/** Why a place is not good, and what to write instead. */
export type Refusal = { readonly message: string; readonly remedy: string };

/** One reason to refuse a placeholder, by a name of its own, so that each can be tried without. */
export type Rule = {
	readonly name: string;
	readonly refuses: (at: Occurrence) => Refusal | undefined;
};

/**
 * @returns a rule whose message is always the same, and mostly its remedy. `{}` and `{bare}` stand for
 * the placeholder, `{own}` for a variable of the author, whose name is never that of the placeholder.
 */
export function rule(
	name: string,
	applies: (at: Occurrence) => boolean,
	message: string,
	remedy: string | ((at: Occurrence) => string),
): Rule {
	return {
		name,
		refuses: at => {
			if (!applies(at)) return undefined;
			const { name: given } = at.placeholder;
			const own = given === 'value' ? 'item' : 'value';
			const says = typeof remedy === 'string' ? remedy : remedy(at);
			const braces = `\`{{${given}}}\``;
			return {
				message: message.replaceAll('{}', () => braces),
				remedy: says
					.replaceAll('{own}', () => own)
					.replaceAll('{}', () => braces)
					.replaceAll('{bare}', () => `{{${given}}}`),
			};
		},
	};
}
