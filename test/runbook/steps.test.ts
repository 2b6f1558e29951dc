import { expect, test } from 'vitest';
import {
	allSteps,
	blocksOf,
	captureNames,
	inputByName,
	stepByPath,
	stepBySlug,
} from '../../source/runbook/steps.ts';
import { fence, good, page } from './read.ts';

const runbook = good(
	page(
		`## One\n\n${fence('sh capture=a', 'date')}\n### Two\n\n${fence('sh', 'echo {{a}} {{b}}')}\n## Three\n`,
		'inputs:\n  b: { prompt: B }',
	),
);

test('all steps come in the order of the file', () => {
	expect(allSteps(runbook).map(({ slug }) => slug)).toEqual(['one', 'two', 'three']);
});

test('a step is found by its slug and by its path', () => {
	expect(stepBySlug(runbook, 'two')?.title).toBe('Two');
	expect(stepByPath(runbook, 'one/two')?.title).toBe('Two');
	expect(stepByPath(runbook, 'two')).toBeUndefined();
});

test('blocks, captures and inputs are found', () => {
	expect(allSteps(runbook).map(one => blocksOf(one).length)).toEqual([1, 1, 0]);
	expect([...captureNames(runbook)]).toEqual(['a']);
	expect(inputByName(runbook, 'b')?.prompt).toBe('B');
	expect(inputByName(runbook, 'a')).toBeUndefined();
});
