/** Puts what a form gave on the record of a run. */
import type { Value } from '../runbook/types.ts';
import type { Walk } from '../walk/walk.ts';
import type { Answer, Entry } from './model/form.ts';

export function recordAnswers(
	walk: Pick<Walk, 'answer' | 'answerSecret' | 'nameHost'>,
	answers: ReadonlyMap<Entry, Answer>,
): void {
	for (const [entry, answer] of answers) {
		switch (answer.kind) {
			case 'value':
				walk.answer(entry.name, answer.value);
				break;
			case 'secret':
				walk.answerSecret(entry.name, answer.value);
				break;
			case 'host':
				walk.nameHost(entry.name, answer.here, answer.name);
				break;
			case 'wrong':
				// The form does not let go of an answer that is wrong.
				throw new TypeError(`The answer of \`${entry.name}\` is wrong: ${answer.problem}`);
		}
	}
}

/** What may be remembered: no secret, and no host, which is another one each time. */
export function keepable(answers: ReadonlyMap<Entry, Answer>): Readonly<Record<string, Value>> {
	return Object.fromEntries(
		[...answers].flatMap(([entry, answer]) =>
			answer.kind === 'value' && answer.value !== null ? [[entry.name, answer.value]] : [],
		),
	);
}
