import { describe, expect, it } from 'vitest';
import { replay } from '../../source/run/apply.ts';
import { defaultAnswer, draft, type Given } from '../../source/run/draft.ts';
import { planBlock } from '../../source/run/plan.ts';
import type { Value } from '../../source/runbook/types.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { began, Trial } from '../helpers/trial.ts';

type Some = {
	readonly answers?: Record<string, Value | null>;
	readonly secrets?: readonly string[];
	readonly hosts?: Record<string, { here: boolean; name: string }>;
	readonly choices?: Record<string, number>;
};

const given = ({ answers = {}, secrets = [], hosts = {}, choices = {} }: Some): Given => ({
	answers: new Map(Object.entries(answers)),
	secrets: new Set(secrets),
	hosts: new Map(Object.entries(hosts)),
	choice: item => choices[item.visit],
});

const runbook = runbookOf(
	`
## A

~~~sh
echo {{plain}} {{size}}
~~~

- [B](#b)
- [C](#c)

### B

~~~sh when=note
echo {{note}}
~~~

### C

There:

~~~sh host=first
echo "$pw" {{other}}
~~~

## D

~~~sh capture=id
id
~~~

~~~sh
echo {{id}}
~~~
`,
	'hosts:\n  first: The first\ninputs:\n  plain: { prompt: P }\n  size: { prompt: S, type: integer, default: 3 }\n  note: { prompt: N, optional: true }\n  other: { prompt: O }\n  pw: { prompt: W, type: secret }',
);

/** What is still open, by name. */
function open(some: Some) {
	const { inputs, hosts, choices } = draft(runbook, began, given(some)).open;
	return [...inputs.map(input => input.name), ...hosts, ...choices.map(item => item.visit)];
}

describe('before a run is begun', () => {
	it('only what every way needs is open, and never what is captured', () => {
		expect(open({})).toEqual(['plain', 'a']);
	});

	it('what a branch needs comes into view with its choice', () => {
		expect(open({ answers: { plain: 'x' }, choices: { a: 1 } })).toEqual(['other', 'pw', 'first']);
		expect(open({ answers: { plain: 'x' }, choices: { a: 0 } })).toEqual([]);
	});

	it('nothing is open once all is given', () => {
		expect(
			open({
				answers: { plain: 'x', other: 'y' },
				secrets: ['pw'],
				hosts: { first: { here: true, name: 'here' } },
				choices: { a: 1 },
			}),
		).toEqual([]);
	});

	it('defaults stand, and optional values stay empty', () => {
		const { state } = draft(runbook, began, given({ choices: { a: 0 } }));
		expect(state.answers.get('size')).toEqual({ kind: 'value', value: '3' });
		expect(state.answers.get('note')).toEqual({ kind: 'empty' });
	});

	it('what was given goes before a default, also when it is nothing', () => {
		const { state } = draft(
			runbook,
			began,
			given({ answers: { size: '7', note: 'n' }, choices: { a: 0 } }),
		);
		expect(state.answers.get('size')).toEqual({ kind: 'value', value: '7' });
		expect(state.answers.get('note')).toEqual({ kind: 'value', value: 'n' });
	});

	it('what was given is taken, needed or not; a default only where it is needed', () => {
		const some = given({ answers: { other: 'y', note: null }, secrets: ['pw'], choices: { a: 1 } });
		const { state } = draft(runbook, began, some);
		expect(Object.fromEntries(state.answers)).toEqual({
			other: { kind: 'value', value: 'y' },
			note: { kind: 'empty' },
			pw: { kind: 'secret' },
			size: { kind: 'value', value: '3' },
		});
	});

	it('what a command will tell is left to it', () => {
		const { state } = draft(runbook, began, given({ answers: { id: '7' } }));
		expect(state.answers.has('id')).toBe(false);
	});

	it('a choice that is none is open', () => {
		expect(open({ answers: { plain: 'x' }, choices: { a: 7 } })).toEqual(['a']);
	});

	it('the events of it make the same state in a run', () => {
		const { state, events } = draft(
			runbook,
			began,
			given({ answers: { plain: 'x', other: 'y' }, secrets: ['pw'], choices: { a: 1 } }),
		);
		const trial = new Trial(runbook);
		for (const event of events) trial.add(event);
		const again = replay(trial.events);
		for (const part of ['answers', 'hosts', 'choices'] as const) {
			expect(again[part]).toEqual(state[part]);
		}
		expect(JSON.stringify(events)).not.toContain('secret of pw');
	});
});

it.each<[string, Value | null | undefined]>([
	['', undefined],
	['default: x', 'x'],
	['default: [x, y], many: true', ['x', 'y']],
	['optional: true', null],
	['optional: true, default: x', 'x'],
	['type: boolean', undefined],
	['type: boolean, default: false', 'false'],
])('of an input with `%s`, %j stands when nobody answers', (keys, expected) => {
	const { inputs } = runbookOf(
		'## A\n\n~~~text file=/srv/x\n{{x}}\n~~~',
		`inputs:\n  x: { prompt: X${keys && `, ${keys}`} }`,
	);
	expect(inputs[0] && defaultAnswer(inputs[0])).toEqual(expected);
});

describe('the script of a block', () => {
	it('is its bytes, where it has no placeholders', () => {
		const text = 'echo "$HOME" | sed s/a/b/ # {braces}\n\tcat <<END\n  x\nEND';
		const trial = new Trial(`## A\n\n~~~sh\n${text}\n~~~`);
		const { block } = trial.block('a#0');
		expect(planBlock(trial.runbook, trial.state, block)).toEqual({
			kind: 'ready',
			script: { text, language: 'sh' },
		});
	});

	it('of a file says what it writes', () => {
		const trial = new Trial('## A\n\n~~~text file=/srv/x mode=0600 owner=root\ntext\n~~~');
		expect(planBlock(trial.runbook, trial.state, trial.block('a#0').block)).toMatchObject({
			script: { file: { path: '/srv/x', content: 'text\n', mode: '0600', owner: 'root' } },
		});
	});
});
