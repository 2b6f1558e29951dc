import type { Occurrence } from './occurrence.ts';

/** Why a place is not good, and what to write instead. */
export type Refusal = { readonly message: string; readonly remedy: string };

/** One reason to refuse a placeholder, by a name of its own, so that each can be tried without. */
export type Rule = {
	readonly name: string;
	readonly refuses: (at: Occurrence) => Refusal | undefined;
};

/** @returns a rule whose message and remedy are always the same; `{}` stands for the placeholder. */
export function rule(
	name: string,
	applies: (at: Occurrence) => boolean,
	message: string,
	remedy: string,
): Rule {
	return {
		name,
		refuses: at => {
			if (!applies(at)) return undefined;
			const braces = `\`{{${at.placeholder.name}}}\``;
			return {
				message: message.replaceAll('{}', () => braces),
				remedy: remedy
					.replaceAll('{}', () => braces)
					.replaceAll('{bare}', () => `{{${at.placeholder.name}}}`),
			};
		},
	};
}
